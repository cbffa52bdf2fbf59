import { join } from 'node:path'
import { parseJson } from '#lib/store/parse-json.ts'
import { findResult } from './find-result.ts'
import type { HookPayload } from './parse-payload.ts'
import { readWherePossible } from './read-small-file.ts'
import { readTasks, withRecords } from './session-metadata.ts'
import { readStarted } from './started-record.ts'

export type LastRun = {
  taskId: string
  resultName: string
  /** Where its result lies, below the results directory, and what that holds. */
  path: string
  result: unknown
}

/** The last run of an agent; `null` where that is at work, or its result cannot be read. */
export function lastRunOf(
  results: string,
  { sessionId, agentType, agentId }: Pick<HookPayload, 'sessionId'> & { agentType: string; agentId: string },
): LastRun | null {
  const records = readStarted(results, sessionId).map(({ record }) => record)
  const tasks = withRecords(readTasks(results, sessionId), records)
  const base = `${agentType}_${agentId}`
  const [last] = [...tasks]
    .flatMap(([taskId, resultName]) => {
      const run = runOf(taskId, base)
      return run === null ? [] : { taskId, resultName, run }
    })
    .sort((one, other) => other.run - one.run)
  const path = last === undefined ? null : findResult(results, sessionId, last.resultName)
  const result = path === null ? undefined : readResult(join(results, path))
  if (last === undefined || path === null || result === undefined) return null
  return { taskId: last.taskId, resultName: last.resultName, path, result }
}

/** Which run of an agent a task is. */
function runOf(taskId: string, base: string): number | null {
  if (taskId === base) return 1
  const number = taskId.startsWith(base) ? /^_(\d+)$/.exec(taskId.slice(base.length))?.[1] : undefined
  return number === undefined ? null : Number(number)
}

/** Of longer ones nothing is said. */
const LIMIT_BYTES = 16 * 1024 * 1024

/** `undefined` where it cannot be read. */
export function readResult(path: string): unknown {
  const reading = readWherePossible(path, LIMIT_BYTES)
  const json = reading?.whole ? parseJson(reading.bytes.toString('utf8')) : null
  return json?.kind === 'value' ? json.value : undefined
}
