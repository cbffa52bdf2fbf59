import { ownField } from '#lib/store/parse-json.ts'
import { SESSION_ENDED } from './describe-outcome.ts'
import { type LastRun, lastRunOf, readResult } from './last-run.ts'
import type { SeenAgent } from './record-start.ts'
import { timeField } from './transcript/line-fields.ts'

/** A result that the end of a session made up for an agent that had not stopped, where nobody knew better. */
export type MadeUp = Pick<LastRun, 'taskId' | 'resultName' | 'path'> & { startedAtMs: number }

/** That of an agent's last run; `null` where that is at work, or has a result of its own. */
export function findMadeUp(results: string, agent: SeenAgent): MadeUp | null {
  const last = lastRunOf(results, agent)
  if (last === null || !tellsOfEnd(last.result)) return null
  const atMs = timeField(last.result, 'timestamp')
  const tookMs = Number(ownField(last.result, 'execution_time_ms') ?? 0)
  return atMs === null ? null : { ...last, startedAtMs: atMs - tookMs }
}

export const isMadeUp = (path: string): boolean => tellsOfEnd(readResult(path))

function tellsOfEnd(result: unknown): boolean {
  const error = ownField(result, 'error')
  const isEnd = typeof error === 'string' && error.trim() === SESSION_ENDED
  return isEnd && ownField(result, 'status') === 'interrupted'
}
