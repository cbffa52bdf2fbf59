import type { DatabaseSync } from 'node:sqlite'
import type { AgentUsage } from '#lib/model/agent-work.ts'
import type { ImportedRun } from '#lib/model/imported-run.ts'

/** A run as it is kept, with where its lines stand. */
export type StoredRun = ImportedRun & {
  /** Grows with whatever is new. */
  seq: number
  /** The directory of projects, and the transcript below it. */
  root: string
  transcript: string
  /** Which lines between `start` and `end` are its own; `null` is all. */
  chain: string | null
  start: number
  end: number
}

export type PutRun = 'imported' | 'updated' | 'known'

export type RunRows = {
  /** One run is kept once, whatever transcripts it stands in. */
  put(run: Omit<StoredRun, 'seq'>): PutRun
  /** Those that are new behind a number, in the order in which they came. */
  after(seq: number): StoredRun[]
}

const COLUMNS = [
  'root',
  'transcript',
  'chain',
  'range_start',
  'range_end',
  'session_id',
  'agent_id',
  'task_id',
  'task_name',
  'agent',
  'project',
  'outcome',
  'ended_at_ms',
  'execution_ms',
  'error',
  'usage',
] as const

const SELECT = `SELECT seq, ${COLUMNS.join(', ')} FROM runs`

export function runRows(db: DatabaseSync): RunRows {
  const find = db.prepare(`${SELECT} WHERE key = ?`)
  // One that is replaced gets a new number.
  const put = db.prepare(
    `INSERT OR REPLACE INTO runs (key, ${COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length)})`,
  )
  const after = db.prepare(`${SELECT} WHERE seq > ? ORDER BY seq`)
  return {
    put(run) {
      const key = keyOf(run)
      const row = find.get(key)
      const known = row === undefined ? null : toRun(row)
      const next = known === null ? run : laterOf(known, run)
      const values = valuesOf(next)
      if (known !== null && isSame(values, valuesOf(known))) return 'known'
      put.run(key, ...values)
      return known === null ? 'imported' : 'updated'
    },
    after: (seq) => after.all(seq).map(toRun),
  }
}

/** A line's own id is nobody else's; an agent's short one may come again in another session. */
const keyOf = ({ sessionId, agentId }: ImportedRun): string =>
  LINE_ID.test(agentId) ? agentId : `${agentId} ${sessionId}`

const LINE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A session that was taken up again may stand in two transcripts; then the one that tells more counts, as a run of the first. */
function laterOf(known: StoredRun, run: Omit<StoredRun, 'seq'>): Omit<StoredRun, 'seq'> {
  const isSameTranscript = known.transcript === run.transcript && known.root === run.root
  if (isSameTranscript) return run
  return run.endedAtMs > known.endedAtMs ? { ...run, sessionId: known.sessionId } : known
}

type Value = string | number | null

const valuesOf = (run: Omit<StoredRun, 'seq'>): Value[] => [
  run.root,
  run.transcript,
  run.chain,
  run.start,
  run.end,
  run.sessionId,
  run.agentId,
  run.taskId,
  run.taskName,
  run.agent,
  run.project,
  run.outcome,
  run.endedAtMs,
  run.executionMs,
  run.error,
  run.usage === null ? null : JSON.stringify(run.usage),
]

const isSame = (one: readonly Value[], other: readonly Value[]): boolean =>
  one.every((value, at) => value === other[at])

const textOf = (value: unknown): string | null => (value === null ? null : String(value))

function toRun(row: Record<string, unknown>): StoredRun {
  return {
    seq: Number(row.seq),
    root: String(row.root),
    transcript: String(row.transcript),
    chain: textOf(row.chain),
    start: Number(row.range_start),
    end: Number(row.range_end),
    sessionId: String(row.session_id),
    agentId: String(row.agent_id),
    taskId: String(row.task_id),
    taskName: String(row.task_name),
    agent: textOf(row.agent),
    project: textOf(row.project),
    outcome: outcomeOf(row.outcome),
    endedAtMs: Number(row.ended_at_ms),
    executionMs: row.execution_ms === null ? null : Number(row.execution_ms),
    error: textOf(row.error),
    // As `valuesOf` wrote it; only this program writes it.
    usage: row.usage === null ? null : (JSON.parse(String(row.usage)) as AgentUsage),
  }
}

const OUTCOMES = ['success', 'error', 'timeout', 'interrupted'] as const

const outcomeOf = (value: unknown): ImportedRun['outcome'] =>
  OUTCOMES.find((outcome) => outcome === value) ?? 'error'
