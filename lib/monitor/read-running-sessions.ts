import type { Config } from '#lib/config.ts'
import { type RunningSessions, readRunning } from '#lib/session-index/read-running.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'

/** The sessions with files in temp and running, read from these directories alone: quick however much is finished. */
export async function readRunningSessions(config: Config): Promise<RunningSessions> {
  const { resultsDirectory } = resolveRoots(config)
  const { activeWindowMs, settleMs } = config
  return readRunning({ resultsDirectory, activeWindowMs, settleMs, nowMs: Date.now() })
}
