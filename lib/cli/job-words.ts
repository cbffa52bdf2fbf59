import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { configFilePath, variableOf } from '#lib/config.ts'
import type { Job } from '#lib/model/schedule.ts'
import type { CommandInput } from './command.ts'
import { SETTING_OPTIONS } from './usage.ts'

/** The launcher, from the sources as from the bundle. */
const LAUNCHER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../bin/trinitas' : '../bin/trinitas', import.meta.url),
)

/** The words that run a job for its due time, on this home with these settings, wherever they are called from. */
export function jobWords(job: Job, input: CommandInput): string[] {
  return [LAUNCHER, 'schedule', 'run', job, ...settingWords(input)]
}

/** What is as by default is not said: then it follows what may be changed later. */
function settingWords({ config, options }: CommandInput): string[] {
  const { home, resultsDirectory } = config
  const named = options.config?.toString() ?? (process.env.TRINITAS_CONFIG || undefined)
  const file = named === undefined ? undefined : absolute(named)
  const paths = [
    ...(home === join(homedir(), '.claude', 'trinitas') ? [] : ['--home', home]),
    ...(resultsDirectory === join(home, 'parallel_results') ? [] : ['--results-dir', resultsDirectory]),
    ...(file === undefined || file === configFilePath(home) ? [] : ['--config', file]),
  ]
  const others = Object.keys(SETTING_OPTIONS).filter((flag) => !PATHS.includes(flag))
  return [...paths, ...others.flatMap((flag) => wordsOf(flag, options[flag] ?? fromEnvironment(flag)))]
}

/** cron hands none of the variables of whoever printed the entries on. HOST is set by shells, and no job listens. */
function fromEnvironment(flag: string): string | undefined {
  const variable = variableOf(flag)
  return variable?.startsWith('TRINITAS_') ? process.env[variable] || undefined : undefined
}

const PATHS = ['home', 'results-dir', 'config']

const wordsOf = (flag: string, value: unknown): string[] =>
  value === undefined ? [] : [`--${flag}`, String(value)]

function absolute(path: string): string {
  const full = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
  return isAbsolute(full) ? full : resolve(full)
}
