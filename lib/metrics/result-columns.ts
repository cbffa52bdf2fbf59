import { type AgentUsage, TOKEN_KINDS, type TokenKind } from '#lib/model/agent-work.ts'
import { MEASURED_OUTCOMES, UNNAMED_AGENT } from '#lib/model/metrics-query.ts'
import type { RunOutcome } from '#lib/model/run.ts'
import { durationBin } from './duration-bins.ts'
import { createNames, type Names } from './names.ts'
import { normalizeError } from './normalize-error.ts'
import { createResultOrder, type ResultOrder } from './order-results.ts'

/** A result as the metrics know it, whether its file is still there or not. */
export type MeasuredResult = {
  /** Grows with every result that is new. */
  id: number
  /** "" for one that says of no session. */
  sessionId: string
  agent: string | null
  project: string | null
  outcome: RunOutcome
  endedAtMs: number
  executionMs: number | null
  error: string | null
  usage: AgentUsage | null
}

/** Outcomes as the column holds them: those that are measured by their place, then what cannot be read, and what went. */
export const UNREADABLE = MEASURED_OUTCOMES.length
const GONE = 255
export const SUCCESS = MEASURED_OUTCOMES.indexOf('success')

/** Stands where a result has no project, session or error, and where it does not say how many tokens it took. */
export const NONE = 0xffff_ffff

type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array

type Columns = {
  id: Float64Array
  endedAtMs: Float64Array
  /** NaN is unknown. */
  executionMs: Float64Array
  /** Of `executionMs`, by which percentiles of many are found. */
  bin: Uint16Array
  outcome: Uint8Array
  /** Monday 0:00 first, in the time zone of this machine. */
  hourOfWeek: Uint8Array
  agent: Uint32Array
  project: Uint32Array
  session: Uint32Array
  /** Of the normalised text. */
  error: Uint32Array
} & Record<TokenKind, Uint32Array>

/**
 * All results as one typed array a field, 60 bytes a result: half a million take 30 MB, and a question over all of them a
 * few milliseconds a pass, whatever the filter. Rows keep their places; `order` says which come after which.
 */
export type ResultColumns = Columns & {
  length: number
  /** Whether any result ever said how many tokens it took. */
  knowsTokens: boolean
  agents: Names
  projects: Names
  sessions: Names
  errors: Names
  order: ResultOrder
  /** When each session was integrated last, by its number; nothing for one that never was. */
  integratedAtMs: (number | undefined)[]
}

const FIRST_CAPACITY = 1024

export function createResultColumns(): ResultColumns {
  return {
    ...makeColumns(FIRST_CAPACITY),
    length: 0,
    knowsTokens: false,
    agents: createNames(),
    projects: createNames(),
    sessions: createNames(),
    errors: createNames(),
    order: createResultOrder(),
    integratedAtMs: [],
  }
}

/** Puts a result in, or in the place of what was known of it. A new one has a greater id than all before. */
export function putResult(columns: ResultColumns, result: MeasuredResult): void {
  const known = positionOf(columns, result.id)
  const at = known ?? columns.length
  if (known === null) {
    // Out of order it would never be found again, and counted twice.
    if (at > 0 && (columns.id[at - 1] ?? 0) > result.id)
      throw new Error(`Result ${result.id} is new, but came after ${columns.id[at - 1]}.`)
    if (at === columns.id.length) grow(columns)
    columns.length += 1
  }
  if (at < columns.order.length) columns.order.changed.add(at)
  const { sessionId, agent, project, outcome, endedAtMs, executionMs, error, usage } = result
  columns.id[at] = result.id
  columns.endedAtMs[at] = endedAtMs
  columns.executionMs[at] = executionMs ?? Number.NaN
  columns.bin[at] = executionMs === null ? 0 : durationBin(executionMs)
  columns.outcome[at] = codeOf(outcome)
  columns.hourOfWeek[at] = hourOfWeek(endedAtMs)
  columns.agent[at] = columns.agents.of(agent ?? UNNAMED_AGENT)
  columns.project[at] = project === null ? NONE : columns.projects.of(project)
  columns.error[at] = error === null ? NONE : columns.errors.of(normalizeError(error))
  columns.session[at] = sessionId === '' ? NONE : columns.sessions.of(sessionId)
  for (const kind of TOKEN_KINDS) {
    const tokens = usage?.[kind] ?? NONE
    columns[kind][at] = tokens
    if (tokens !== NONE) columns.knowsTokens = true
  }
}

/** What turned out to be no result of its own is counted no more. */
export function removeResult(columns: ResultColumns, id: number): void {
  const at = positionOf(columns, id)
  if (at !== null) columns.outcome[at] = GONE
}

export const isGone = ({ outcome }: ResultColumns, at: number): boolean => outcome[at] === GONE

/** Of several integrations the last counts. */
export function putIntegration(columns: ResultColumns, sessionId: string, atMs: number): void {
  const session = columns.sessions.of(sessionId)
  columns.integratedAtMs[session] = Math.max(atMs, columns.integratedAtMs[session] ?? atMs)
}

/** Rows come in the order of their ids, and keep their places. */
function positionOf({ id: ids, length }: ResultColumns, id: number): number | null {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] ?? 0) < id) low = middle + 1
    else high = middle
  }
  return low < length && ids[low] === id ? low : null
}

const CODES: ReadonlyMap<RunOutcome, number> = new Map(
  MEASURED_OUTCOMES.map((outcome, code) => [outcome, code]),
)

const codeOf = (outcome: RunOutcome): number => CODES.get(outcome) ?? UNREADABLE

function hourOfWeek(atMs: number): number {
  const at = new Date(atMs)
  return ((at.getDay() + 6) % 7) * 24 + at.getHours()
}

function makeColumns(capacity: number): Columns {
  return {
    id: new Float64Array(capacity),
    endedAtMs: new Float64Array(capacity),
    executionMs: new Float64Array(capacity),
    bin: new Uint16Array(capacity),
    outcome: new Uint8Array(capacity),
    hourOfWeek: new Uint8Array(capacity),
    agent: new Uint32Array(capacity),
    project: new Uint32Array(capacity),
    session: new Uint32Array(capacity),
    error: new Uint32Array(capacity),
    inputTokens: new Uint32Array(capacity),
    outputTokens: new Uint32Array(capacity),
    cacheReadTokens: new Uint32Array(capacity),
    cacheWriteTokens: new Uint32Array(capacity),
  }
}

function grow(columns: ResultColumns): void {
  const larger = makeColumns(Math.ceil(columns.length * 1.5))
  // The type of `Object.entries` forgets which names there are.
  for (const [name, column] of Object.entries(larger) as [keyof Columns, Column][]) column.set(columns[name])
  Object.assign(columns, larger)
}
