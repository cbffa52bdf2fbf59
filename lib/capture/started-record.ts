import { join } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import { makeDirectories } from '#lib/store/make-directories.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { type PinnedDirectory, pinDirectory, pinIfThere } from '#lib/store/pinned-directory.ts'
import type { ProcessIdentity } from './agent-process.ts'
import { namesIn, readBeginning } from './read-small-file.ts'
import { sessionName, taskName } from './safe-name.ts'
import { fieldOf, textField, timeField } from './transcript/line-fields.ts'
import { writeNewFile } from './write-new-file.ts'

/** `running/<session>/<task>.json`: an agent was seen to start. It stays until its session is completed. */
export type StartedRecord = {
  session_id: string
  /** What the harness calls the session, where that can be no id. */
  given_session_id: string | null
  task_id: string
  subagent_type: string
  agent_id: string
  /** ISO 8601 with milliseconds, UTC. */
  started_at: string
  transcript_path: string | null
  agent_transcript_path: string | null
  cwd: string | null
  harness: string
  process: ProcessIdentity | null
  hook_version: string
  /** What its result will be called, so that it is written once whoever writes it and however often. */
  result_name: string
}

export type FoundRecord = { name: string; record: StartedRecord }

const RECORD_LIMIT_BYTES = 256 * 1024

export const runningPath = (sessionId: string): string => `running/${sessionName(sessionId)}`

/** The records of a session; what is none of ours is left out. */
export function readStarted(results: string, sessionId: string): FoundRecord[] {
  using directory = pinIfThere(results, runningPath(sessionId))
  if (directory === null) return []
  return recordsIn(directory).filter(({ record }) => record.session_id === sessionId)
}

export function recordsIn(directory: PinnedDirectory): FoundRecord[] {
  const names = namesIn(directory)
  return names.flatMap((name) => {
    if (name.startsWith('.') || !name.endsWith('.json')) return []
    const record = readRecord(directory.at(name))
    return record === null ? [] : { name, record }
  })
}

/** False where there is a record of that task already. */
export function writeStarted(results: string, record: StartedRecord): boolean {
  const name = `${taskName(record.task_id)}.json`
  const pieces = [`${JSON.stringify(record, null, 2)}\n`]
  for (let tries = 0; ; tries += 1) {
    try {
      using directory = pinDirectory(results, runningPath(record.session_id), { make: true })
      return writeNewFile(directory, name, { pieces, how: 'new' })
    } catch (error) {
      // Whoever completes the session takes its directory away, should it be empty just then.
      if (systemErrorCode(error) !== 'ENOENT' || tries === AGAIN) throw error
      makeDirectories(join(results, 'running'))
    }
  }
}

const AGAIN = 20

function readRecord(path: string): StartedRecord | null {
  const reading = readBeginning(path, RECORD_LIMIT_BYTES)
  if (!reading?.whole) return null
  const json = parseJson(reading.bytes.toString('utf8'))
  return json.kind === 'value' ? toRecord(json.value) : null
}

function toRecord(value: unknown): StartedRecord | null {
  const required = (name: string): string => textField(value, name) ?? ''
  const startedAtMs = timeField(value, 'started_at')
  const record = {
    session_id: required('session_id'),
    task_id: required('task_id'),
    subagent_type: required('subagent_type'),
    agent_id: required('agent_id'),
    result_name: required('result_name'),
  }
  if (startedAtMs === null || Object.values(record).includes('')) return null
  return {
    ...record,
    given_session_id: textField(value, 'given_session_id'),
    started_at: new Date(startedAtMs).toISOString(),
    transcript_path: textField(value, 'transcript_path'),
    agent_transcript_path: textField(value, 'agent_transcript_path'),
    cwd: textField(value, 'cwd'),
    harness: textField(value, 'harness') ?? 'claude-code',
    process: processOf(fieldOf(value, 'process')),
    hook_version: textField(value, 'hook_version') ?? '',
  }
}

function processOf(value: unknown): ProcessIdentity | null {
  const [pid, started, boot] = [
    ownField(value, 'pid'),
    ownField(value, 'started'),
    ownField(value, 'boot_id'),
  ]
  return typeof pid === 'number' && typeof started === 'number' && typeof boot === 'string'
    ? { pid, started, boot_id: boot, pid_namespace: textField(value, 'pid_namespace') }
    : null
}
