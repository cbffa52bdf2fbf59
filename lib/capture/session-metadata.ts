import { AppError } from '#lib/errors.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { type PinnedDirectory, pinDirectory, pinIfThere } from '#lib/store/pinned-directory.ts'
import { readBeginning } from './read-small-file.ts'
import { sessionName } from './safe-name.ts'
import type { StartedRecord } from './started-record.ts'
import { writeNewFile } from './write-new-file.ts'

/** Tasks that started in a session, and what their results are called. */
export type KnownTasks = Map<string, string>

const LIMIT_BYTES = 16 * 1024 * 1024

export const completedPath = (sessionId: string): string => `completed/${sessionName(sessionId)}`
/** Where a clean-up moves what it takes. */
export const failedPath = (sessionId: string): string => `failed/${sessionName(sessionId)}`
export const metadataName = (sessionId: string): string => `${sessionName(sessionId)}_metadata.json`

/** Of a session that has been completed before; none where it has not. */
export function readTasks(results: string, sessionId: string): KnownTasks | null {
  using directory = pinWherePossible(results, completedPath(sessionId))
  if (directory === null) return null
  const reading = readBeginning(directory.at(metadataName(sessionId)), LIMIT_BYTES)
  if (!reading?.whole) return null
  const json = parseJson(reading.bytes.toString('utf8'))
  const tasks = json.kind === 'value' ? ownField(json.value, 'tasks') : undefined
  if (typeof tasks !== 'object' || tasks === null) return null
  return new Map(Object.entries(tasks).map(([task, name]) => [task, String(name)]))
}

/** Behind a link nothing is ours; in the place where results go it stops the completion, and no agent's result. */
export function pinWherePossible(results: string, path: string): PinnedDirectory | null {
  try {
    return pinIfThere(results, path)
  } catch (error) {
    if (error instanceof AppError && error.code === 'path_outside') return null
    throw error
  }
}

/** `expected` is what somebody else said, should that be more. */
export function writeTasks(results: string, sessionId: string, tasks: KnownTasks, expected = 0): void {
  using directory = pinDirectory(results, completedPath(sessionId), { make: true })
  const metadata = {
    session_id: sessionId,
    expected_count: Math.max(tasks.size, expected),
    // Defines each task as a field of its own, even `__proto__`.
    tasks: Object.fromEntries(tasks),
  }
  const pieces = [`${JSON.stringify(metadata, null, 4)}\n`]
  writeNewFile(directory, metadataName(sessionId), { pieces, how: 'replace' })
}

export function withRecords(tasks: KnownTasks | null, records: readonly StartedRecord[]): KnownTasks {
  return new Map([...(tasks ?? []), ...records.map((one) => [one.task_id, one.result_name] as const)])
}
