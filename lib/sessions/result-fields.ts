import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { shorten } from '#lib/format/shorten.ts'
import type { AgentUsage } from '#lib/model/agent-work.ts'
import type { RunOutcome } from '#lib/model/run.ts'
import { ownField } from '#lib/store/parse-json.ts'
import { readAgentUsage } from './agent-fields.ts'

/** Errors are kept for lists and search; the whole text is read from the file when somebody looks. */
export const ERROR_LIMIT_CHARACTERS = 2000

/** Rows are held in memory, listed and sent, and an agent's name stands in that of its file. */
const WORD_LIMIT_CHARACTERS = 255
export const PATH_LIMIT_CHARACTERS = 4096

/** A longer time is none: a writer that takes nanoseconds for milliseconds says that an agent worked for centuries. */
const EXECUTION_LIMIT_MS = 366 * 86_400_000

/** The fields of a result that lists need. `null` is unknown. */
export type ResultFields = {
  taskId: string | null
  agent: string | null
  project: string | null
  status: string | null
  outcome: RunOutcome
  timestampMs: number | null
  executionMs: number | null
  error: string | null
  usage: AgentUsage | null
  /** What is missing or not of its type, as sentences. */
  missing: string[]
  invalid: string[]
}

type Lookup = (field: string) => unknown

/**
 * Reads each field for itself, so that one bad field spoils no other. The format is the capture hook's: `error` is
 * "\n" on success, and a time of 0 says that no time was reported.
 */
export function readResultFields(get: Lookup): ResultFields {
  const missing: string[] = []
  const invalid: string[] = []
  const text = (field: string): string | null => {
    const value = get(field)
    if (typeof value === 'string' && value !== '')
      return limited(`"${field}"`, value, WORD_LIMIT_CHARACTERS, invalid)
    if (value === undefined || value === null || value === '') missing.push(field)
    else invalid.push(`"${field}" is ${describe(value)}, expected text`)
    return null
  }
  const status = text('status')
  const outcome = outcomeOf(status)
  return {
    taskId: text('task_id'),
    agent: text('subagent_type'),
    project: readProject(get('metadata'), invalid),
    status,
    outcome,
    timestampMs: readTimestamp(get('timestamp'), missing, invalid),
    executionMs: readExecutionTime(get('execution_time_ms'), invalid),
    error: outcome === 'success' ? null : readError(get('error')),
    usage: readAgentUsage(get('metadata')),
    missing,
    invalid,
  }
}

/** `status` decides, never whether `error` holds text. A status that nobody defined is not a success. */
function outcomeOf(status: string | null): RunOutcome {
  switch (status) {
    case 'success':
    case 'timeout':
    case 'interrupted':
      return status
    case null:
      return 'unreadable'
    default:
      return 'error'
  }
}

function readTimestamp(value: unknown, missing: string[], invalid: string[]): number | null {
  if (value === undefined || value === null || value === '') {
    missing.push('timestamp')
    return null
  }
  const timestampMs =
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(timestampMs)) return timestampMs
  invalid.push(`"timestamp" is ${describe(value)}, expected ISO 8601`)
  return null
}

function readExecutionTime(value: unknown, invalid: string[]): number | null {
  if (value === undefined || value === null || value === 0) return null
  if (typeof value === 'number' && value > 0 && value <= EXECUTION_LIMIT_MS) return value
  invalid.push(`"execution_time_ms" is ${describe(value)}, expected milliseconds of at most a year`)
  return null
}

function readError(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const error = value.trim()
  return error === '' ? null : shorten(error, ERROR_LIMIT_CHARACTERS)
}

function readProject(metadata: unknown, invalid: string[]): string | null {
  const project = ownField(metadata, 'project_dir')
  if (typeof project !== 'string' || project === '') return null
  return limited('"project_dir"', project, PATH_LIMIT_CHARACTERS, invalid)
}

/** As much of a text as its limit, beyond which it is none that the hooks write. */
function limited(what: string, text: string, limit: number, invalid: string[]): string {
  if (text.length > limit) invalid.push(`${what} is ${describe(text)}, expected at most ${limit}`)
  return shorten(text, limit)
}

/** A value as a sentence names it; a long one by its length. */
export function describe(value: unknown): string {
  if (typeof value === 'string' && value.length > 60) return `text of ${value.length} characters`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return shorten(maskSecrets(String(JSON.stringify(value))), 60)
}
