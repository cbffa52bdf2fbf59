import { maskSecrets } from '#lib/format/mask-secrets.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { Session } from '#lib/model/session.ts'
import { decideState } from './decide-state.ts'
import { withoutDuplicates } from './duplicate-files.ts'
import { runningAgents, type SignOf, summarizeWork } from './running-agents.ts'
import { summarizeUsage } from './summarize-usage.ts'

export type SummaryContext = { nowMs: number; activeWindowMs: number; signOf: SignOf }

export type SessionSummary = {
  session: Session
  /** Lower-case: id, agents, projects and errors, for the text filter. */
  searchText: string
}

/** The text filter looks at this much of a session's errors and names. */
const SEARCH_LIMIT_CHARACTERS = 8000

/**
 * One session from all its files, wherever they lie. `null` where none of them is evidence of a session: an integrated
 * file or a report alone is not.
 */
export function summarizeSession(
  id: string,
  records: readonly FileRecord[],
  context: SummaryContext,
): SessionSummary | null {
  const files = ownFiles(records)
  if (files.length === 0) return null
  const results = files.filter((file) => file.kind === 'result')
  const agents = runningAgents(files, context.signOf)
  const lastActivityAtMs = agents.reduce(
    (latest, { lastSignAtMs }) => Math.max(latest, lastSignAtMs),
    newest(files, (file) => file.modifiedAtMs),
  )
  const expected = expectedCount(files, records)
  const movedTo = records.find((record) => record.area === 'failed')?.directory ?? null
  const { state, reason } = decideState(
    { files, agents, lastActivityAtMs, expected, movedTo },
    context.nowMs,
    context.activeWindowMs,
  )
  const startedAtMs = -newest(files, (file) => -startOf(file))
  const session: Session = {
    id,
    state,
    reason,
    integrated: records.some((record) => record.kind === 'integrated' && record.problemCode === null),
    results: results.filter((file) => file.outcome !== 'writing').length,
    expected,
    errors: results.filter((file) => file.outcome !== 'success' && file.outcome !== 'writing').length,
    problems: records.filter((record) => record.problemCode !== null).length,
    agents: distinct(files.map((file) => file.agent)),
    projects: distinct(files.map((file) => file.project)),
    startedAtMs,
    lastActivityAtMs,
    durationMs: durationOf(results, startedAtMs),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    work: summarizeWork(agents),
    usage: summarizeUsage(results.map((file) => file.usage)),
  }
  return { session, searchText: searchTextOf(session, results) }
}

/**
 * The files that make the session: results, metadata and running agents. A file that is being moved has two names for
 * a moment, and counts once; a running agent whose result has arrived is no longer running; of a file that could not
 * even be looked at nothing is known.
 */
export function ownFiles(records: readonly FileRecord[]): FileRecord[] {
  const ended = endedTasks(records)
  const files = records.filter((record) => {
    const { kind, taskId } = record
    if (kind !== 'result' && kind !== 'metadata' && kind !== 'running') return false
    if (kind === 'running' && taskId !== null && ended.has(taskId)) return false
    return !isUnseen(record)
  })
  return withoutDuplicates(files)
}

const isUnseen = ({ inode, sizeBytes, modifiedAtMs }: FileRecord): boolean =>
  inode === 0 && sizeBytes === 0 && modifiedAtMs === 0

function endedTasks(records: readonly FileRecord[]): ReadonlySet<string | null> {
  // Asked only where agents are known to be running, which in most sessions none is.
  if (!records.some(({ kind }) => kind === 'running')) return NONE
  return new Set(records.filter(({ kind }) => kind === 'result').map(({ taskId }) => taskId))
}

const NONE: ReadonlySet<string | null> = new Set()

/** What metadata says, or how many agents are known of once any was seen to start, should that be more. */
function expectedCount(files: readonly FileRecord[], records: readonly FileRecord[]): number | null {
  const counts = files.map((file) => file.expected).filter((count) => count !== null)
  // Metadata of those that came after a clean-up knows nothing of those before it.
  if (records.some(isStart)) counts.push(knownTasks(files, records))
  return counts.length === 0 ? null : Math.max(...counts)
}

/** A result whose agent nobody saw start is one more, or another that is still at work would look as if it had come. */
function knownTasks(files: readonly FileRecord[], records: readonly FileRecord[]): number {
  const started = new Set(records.filter(isStart).map(taskOf))
  const others = files.filter((file) => file.kind === 'result' && !started.has(taskOf(file)))
  return started.size + others.length
}

const isStart = ({ kind }: FileRecord): boolean => kind === 'running'

const taskOf = ({ taskId, path }: FileRecord): string => taskId ?? path

const endOf = (file: FileRecord): number => file.endedAtMs ?? file.modifiedAtMs

const startOf = (file: FileRecord): number => endOf(file) - (file.executionMs ?? 0)

/** A single instant says nothing of how long it took: no time was reported, and no other run tells. */
function durationOf(results: readonly FileRecord[], startedAtMs: number): number | null {
  const durationMs = newest(results, endOf) - startedAtMs
  return durationMs > 0 ? durationMs : null
}

function newest(files: readonly FileRecord[], at: (file: FileRecord) => number): number {
  return files.reduce((latest, file) => Math.max(latest, at(file)), Number.NEGATIVE_INFINITY)
}

function distinct(names: readonly (string | null)[]): string[] {
  const [first] = names
  // Mostly a session has one project.
  if (first && names.every((name) => name === first)) return [first]
  return [...new Set(names.filter((name) => name !== null))].sort()
}

function searchTextOf(session: Session, results: readonly FileRecord[]): string {
  // It goes wherever rows go.
  const errors = results.flatMap((file) => (file.error === null ? [] : [maskSecrets(file.error)]))
  const text = [session.id, ...session.agents, ...session.projects, ...errors].join('\n')
  return text.slice(0, SEARCH_LIMIT_CHARACTERS).toLowerCase()
}
