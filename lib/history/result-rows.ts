import type { DatabaseSync } from 'node:sqlite'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import type { AgentUsage } from '#lib/model/agent-work.ts'
import type { ImportedRun } from '#lib/model/imported-run.ts'
import type { RunOutcome } from '#lib/model/run.ts'
import { DUPLICATE, type FileRow, fromRow } from './file-row.ts'
import { importedRow, namesInResult, TRANSCRIPT_NAMES } from './imported-row.ts'
import { TOKEN_COLUMNS } from './metrics-schema.ts'

/** A result as the history keeps it. */
export type StoredResult = {
  /** Grows with every result that is new. */
  id: number
  /** "" for one of which no session is known. */
  sessionId: string
  agent: string | null
  project: string | null
  outcome: RunOutcome
  /** Epoch milliseconds. */
  endedAtMs: number
  executionMs: number | null
  /** Without what looks like a secret: it is kept for longer than its file. */
  error: string | null
  /** `null` where it does not say what it cost. */
  usage: AgentUsage | null
}

export type PutResult = StoredResult & {
  /** Whether this is the first time that the result could be read. */
  isFirstReading: boolean
}

/** One row a result, whatever becomes of its file. */
export type ResultRows = {
  /** What a file says now; `null` where it is no result, or not one yet. */
  put(row: FileRow): PutResult | null
  /**
   * A file went: its result stays. The id of one that turned out to be the same as another, which lies elsewhere by now;
   * that one is kept no more.
   */
  gone(directory: string, name: string): number | null
  /** A result whose file went before anybody told; `null` where it is known. */
  putPast(row: FileRow): PutResult | null
  /** A run that only a transcript tells of; `null` where a result of it is known, or nothing is new. */
  putImported(run: ImportedRun): PutResult | null
  all(): Iterable<StoredResult>
  /** Files of which results are known, each with the id of its result. */
  places(): Iterable<{ id: number; directory: string; name: string }>
  /** Forgets results that ended before a time and whose files are gone; how many. */
  forgetBefore(atMs: number): number[]
}

type KnownRow = { id: number; session_id: string; outcome: string; directory: string | null; counted: number }

const KNOWN = 'SELECT id, session_id, outcome, directory, counted FROM results WHERE'

const UNREAD: ReadonlySet<RunOutcome> = new Set(['unreadable'])
const NOT_ENDED: ReadonlySet<RunOutcome> = new Set(['writing', 'running'])

export function resultRows(db: DatabaseSync): ResultRows {
  const statements = {
    atPlace: db.prepare(`${KNOWN} directory = ? AND name = ?`),
    ofInode: db.prepare(`${KNOWN} inode = ? AND modified_at_ms = ? AND size_bytes = ? ORDER BY id LIMIT 1`),
    ofGone: db.prepare(`${KNOWN} session_id = ? AND name = ? AND directory IS NULL ORDER BY id DESC LIMIT 1`),
    ofName: db.prepare(`${KNOWN} session_id = ? AND name = ? AND id <> ? AND directory IS NOT NULL LIMIT 1`),
    anyOfName: db.prepare(`${KNOWN} session_id = ? AND name = ? LIMIT 1`),
    // Of a result's task, its agent's id is a part, which is all that is between the ends of a transcript's name.
    imported: db.prepare(`
      ${KNOWN} session_id = ? AND name GLOB '${TRANSCRIPT_NAMES}' AND directory IS NULL
        AND instr(? || '_', '_' || substr(name, 7, length(name) - 12) || '_') > 0 LIMIT 1`),
    named: db.prepare(
      `${KNOWN} session_id = ? AND name NOT GLOB '${TRANSCRIPT_NAMES}' AND instr(name, ?) > 0 LIMIT 1`,
    ),
    insert: db.prepare(`
      INSERT INTO results (session_id, name, directory, inode, modified_at_ms, size_bytes, agent, project, outcome,
        ended_at_ms, execution_ms, error, counted, ${USAGE_COLUMNS.join(', ')})
      VALUES (${new Array(13 + USAGE_COLUMNS.length).fill('?').join(', ')})`),
    update: db.prepare(`
      UPDATE results SET session_id = ?, name = ?, directory = ?, inode = ?, modified_at_ms = ?, size_bytes = ?,
        agent = ?, project = ?, outcome = ?, ended_at_ms = ?, execution_ms = ?, error = ?, counted = ?,
        ${USAGE_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`),
    same: db.prepare(`
      ${KNOWN} id = ? AND agent IS ? AND project IS ? AND outcome = ? AND ended_at_ms = ? AND execution_ms IS ?
        AND error IS ? AND ${USAGE_COLUMNS.map((column) => `${column} IS ?`).join(' AND ')}`),
    leave: db.prepare('UPDATE results SET directory = NULL WHERE id = ?'),
    delete: db.prepare('DELETE FROM results WHERE id = ?'),
    all: db.prepare(`
      SELECT id, session_id, agent, project, outcome, ended_at_ms, execution_ms, error, ${USAGE_COLUMNS.join(', ')}
      FROM results ORDER BY id`),
    places: db.prepare('SELECT id, directory, name FROM results WHERE directory IS NOT NULL'),
    forget: db.prepare('DELETE FROM results WHERE directory IS NULL AND ended_at_ms < ? RETURNING id'),
  }
  statements.all.setReturnArrays(true)
  const find = (name: keyof typeof statements, ...values: (string | number | null)[]): KnownRow | null =>
    // The columns that `KNOWN` names, which only this program writes.
    (statements[name].get(...values) as KnownRow | undefined) ?? null

  const knownOf = (row: FileRow): KnownRow | null => {
    const [directory, name] = row
    const there = find('atPlace', directory, name)
    if (there !== null && isSameResult(there, row)) return there
    // Another result has taken the name: the one that had it stays, without a file.
    if (there !== null) statements.leave.run(there.id)
    return (
      // Moved or renamed. A file without a number, where nothing could be asked of it, is nobody else's.
      (row[7] === 0 ? null : find('ofInode', row[7], row[6], row[5])) ??
      // Restored, or written again.
      find('ofGone', row[4] ?? '', name) ??
      importedOf(row)
    )
  }

  /** What a transcript told of the same run. */
  const importedOf = (row: FileRow): KnownRow | null =>
    row[4] === null || row[8] === null ? null : find('imported', row[4], row[8])

  const write = (row: FileRow, known: KnownRow | null, directory: string | null): PutResult => {
    const record = fromRow(row)
    const outcome = record.outcome ?? 'unreadable'
    const isRead = !UNREAD.has(outcome)
    const counted = isRead || known?.counted === 1
    const stored = {
      sessionId: record.sessionId ?? '',
      agent: record.agent,
      project: record.project,
      outcome,
      endedAtMs: record.endedAtMs ?? record.modifiedAtMs,
      executionMs: record.executionMs,
      error: record.error === null ? null : maskSecrets(record.error),
      usage: record.usage,
    }
    const values = [
      stored.sessionId,
      record.name,
      directory,
      record.inode,
      record.modifiedAtMs,
      record.sizeBytes,
      stored.agent,
      stored.project,
      outcome,
      stored.endedAtMs,
      stored.executionMs,
      stored.error,
      counted ? 1 : 0,
      ...usageValues(record.usage),
    ] as const
    const id = known === null ? Number(statements.insert.run(...values).lastInsertRowid) : known.id
    if (known !== null) statements.update.run(...values, known.id)
    return { id, ...stored, isFirstReading: isRead && known?.counted !== 1 }
  }

  return {
    put: (row) => (isResult(row) ? write(row, knownOf(row), row[0]) : null),
    gone(directory, name) {
      const known = find('atPlace', directory, name)
      if (known === null) return null
      if (known.session_id !== '' && find('ofName', known.session_id, name, known.id) !== null) {
        statements.delete.run(known.id)
        return known.id
      }
      statements.leave.run(known.id)
      return null
    },
    putPast(row) {
      if (!isResult(row)) return null
      const known = find('ofInode', row[7], row[6], row[5]) ?? find('anyOfName', row[4] ?? '', row[1])
      return known === null ? write(row, importedOf(row), null) : null
    },
    putImported(run) {
      const row = importedRow(run)
      const known = find('anyOfName', run.sessionId, row[1])
      if (known === null) {
        const isCaptured = namesInResult(run).some((part) => find('named', run.sessionId, part) !== null)
        return isCaptured ? null : write(row, null, null)
      }
      const { agent, project, outcome, endedAtMs, executionMs, error, usage } = run
      const said = [agent, project, outcome, endedAtMs, executionMs, error, ...usageValues(usage)]
      const same = find('same', known.id, ...said)
      return same === null ? write(row, known, null) : null
    },
    all: () => readAll(statements.all.iterate()),
    places: () => statements.places.iterate() as Iterable<{ id: number; directory: string; name: string }>,
    forgetBefore: (atMs) => statements.forget.all(atMs).map((row) => Number(row.id)),
  }
}

/** A second name of a file is no second result. */
const isResult = (row: FileRow): boolean =>
  row[3] === 'result' && row[11] !== null && !NOT_ENDED.has(row[11]) && (row[17] & DUPLICATE) === 0

/** Whose a result is that cannot be read, is only guessed. */
const isSameResult = (known: KnownRow, row: FileRow): boolean =>
  known.session_id === (row[4] ?? '') || known.outcome === 'unreadable' || row[11] === 'unreadable'

const USAGE_COLUMNS = [...TOKEN_COLUMNS, 'tool_calls', 'model'] as const

/** In the order of `USAGE_COLUMNS`. */
type UsageValues = [
  inputTokens: number | null,
  outputTokens: number | null,
  cacheReadTokens: number | null,
  cacheWriteTokens: number | null,
  toolCalls: number | null,
  model: string | null,
]

const usageValues = (usage: AgentUsage | null): UsageValues => [
  usage?.inputTokens ?? null,
  usage?.outputTokens ?? null,
  usage?.cacheReadTokens ?? null,
  usage?.cacheWriteTokens ?? null,
  usage?.toolCalls ?? null,
  usage?.model ?? null,
]

type AllRow = [
  id: number,
  sessionId: string,
  agent: string | null,
  project: string | null,
  outcome: RunOutcome,
  endedAtMs: number,
  executionMs: number | null,
  error: string | null,
  ...usage: UsageValues,
]

function* readAll(rows: Iterable<unknown>): Iterable<StoredResult> {
  for (const row of rows) {
    const [id, sessionId, agent, project, outcome, endedAtMs, executionMs, error, ...more] = row as AllRow
    yield { id, sessionId, agent, project, outcome, endedAtMs, executionMs, error, usage: usageOf(more) }
  }
}

function usageOf(values: UsageValues): AgentUsage | null {
  if (values.every((value) => value === null)) return null
  const [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, toolCalls, model] = values
  return { model, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, toolCalls }
}
