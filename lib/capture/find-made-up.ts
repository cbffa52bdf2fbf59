import { join } from 'node:path'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { SESSION_ENDED } from './describe-outcome.ts'
import { findResult } from './find-result.ts'
import { readWherePossible } from './read-small-file.ts'
import type { SeenAgent } from './record-start.ts'
import { readTasks, withRecords } from './session-metadata.ts'
import { readStarted } from './started-record.ts'
import { timeField } from './transcript/line-fields.ts'

/** A result that the end of a session made up for an agent that had not stopped, where nobody knew better. */
export type MadeUp = { taskId: string; resultName: string; path: string; startedAtMs: number }

/** That of an agent's last run; `null` where that is at work, or has a result of its own. */
export function findMadeUp(results: string, { sessionId, agentType, agentId }: SeenAgent): MadeUp | null {
  const records = readStarted(results, sessionId).map(({ record }) => record)
  const tasks = withRecords(readTasks(results, sessionId), records)
  const base = `${agentType}_${agentId}`
  const runOf = (task: string): number =>
    task === base ? 1 : Number(/^_(\d+)$/.exec(task.slice(base.length))?.[1] ?? Number.NaN)
  const [last] = [...tasks]
    .filter(([task]) => task.startsWith(base) && !Number.isNaN(runOf(task)))
    .sort(([one], [other]) => runOf(other) - runOf(one))
  if (last === undefined) return null
  const [taskId, resultName] = last
  const path = findResult(results, sessionId, resultName)
  const startedAtMs = path === null ? null : startIn(join(results, path))
  return path === null || startedAtMs === null ? null : { taskId, resultName, path, startedAtMs }
}

export const isMadeUp = (path: string): boolean => startIn(path) !== null

/** What it holds of an answer stands in the transcript. */
const LIMIT_BYTES = 16 * 1024 * 1024

/** When the run began, as its result says; `null` for one that was not made up. */
function startIn(path: string): number | null {
  const reading = readWherePossible(path, LIMIT_BYTES)
  const json = reading?.whole ? parseJson(reading.bytes.toString('utf8')) : null
  if (json?.kind !== 'value') return null
  const error = ownField(json.value, 'error')
  const isEnd = typeof error === 'string' && error.trim() === SESSION_ENDED
  if (!isEnd || ownField(json.value, 'status') !== 'interrupted') return null
  const atMs = timeField(json.value, 'timestamp')
  return atMs === null ? null : atMs - Number(ownField(json.value, 'execution_time_ms') ?? 0)
}
