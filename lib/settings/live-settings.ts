import type { Config } from '#lib/config.ts'
import { SETTINGS, valueAt } from './describe-settings.ts'

/** Names that a running server cannot change: they decide what it watches, where it listens, and who comes in. */
const FIXED = ['home', ...SETTINGS.filter(({ atStart }) => atStart).map(({ path }) => path[0])]

/** A configuration as it can be in force now: what takes a restart is as it was at the start. */
export function withFixed(config: Config, started: Config): Config {
  const { home, resultsDirectory, host, port, requireToken, allowedHosts, trustedProxies } = started
  return { ...config, home, resultsDirectory, host, port, requireToken, allowedHosts, trustedProxies }
}

/** Whether two say the same of everything but what takes a restart. */
export const isSameLive = (a: Config, b: Config): boolean =>
  JSON.stringify(withFixed(a, b)) === JSON.stringify(b)

/** Settings that the next start would take otherwise. */
export const waitingForRestart = (next: Config, started: Config): string[] =>
  FIXED.filter(
    (name): name is string =>
      name !== undefined &&
      JSON.stringify(valueAt(next, [name])) !== JSON.stringify(valueAt(started, [name])),
  )
