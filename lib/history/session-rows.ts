import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { AppError } from '#lib/errors.ts'
import type { SessionChange, SessionCounts } from '#lib/model/live.ts'
import { SESSION_STATES, type Session } from '#lib/model/session.ts'
import type { SessionFilter, SessionQuery } from '#lib/model/session-query.ts'
import type { SessionSort } from '#lib/model/session-sort.ts'
import { SESSION_COLUMNS } from './schema.ts'

/** Stands around each name in a column of names, so that a whole name can be looked for. */
const EDGE = '\u001f'

export type SessionTable = 'sessions' | 'live_sessions'

/** Rows of sessions, finished on disk and live in memory, and the queries over both. */
export type SessionRows = {
  put(table: SessionTable, session: Session, searchText: string): void
  remove(table: SessionTable, id: string): void
  get(id: string): Session | null
  /** The row with the text its text filter looks in, for the change feed. */
  change(id: string): SessionChange | null
  live(): Session[]
  finished(): Iterable<Session>
  /** Those whose last activity was before a time, epoch milliseconds; the longest ago first. */
  finishedBefore(atMs: number): Session[]
  page(query: SessionQuery): { rows: Session[]; nextCursor: string | null; total: number }
  counts(): SessionCounts
}

export function sessionRows(db: DatabaseSync): SessionRows {
  const insert = (table: string) =>
    db.prepare(
      `INSERT OR REPLACE INTO ${table} (${SESSION_COLUMNS.join(', ')}) VALUES (${SESSION_COLUMNS.map(() => '?').join(', ')})`,
    )
  const put = { sessions: insert('main.sessions'), live_sessions: insert('temp.live_sessions') }
  const remove = {
    sessions: db.prepare('DELETE FROM main.sessions WHERE id = ?'),
    live_sessions: db.prepare('DELETE FROM temp.live_sessions WHERE id = ?'),
  }
  const one = db.prepare('SELECT row, search_text FROM all_sessions WHERE id = ?')
  const live = db.prepare('SELECT row FROM temp.live_sessions ORDER BY last_activity_at_ms DESC, id DESC')
  const finished = db.prepare(`
    SELECT row FROM main.sessions WHERE id NOT IN (SELECT id FROM temp.live_sessions)
    ORDER BY last_activity_at_ms DESC, id DESC`)
  const before = db.prepare(`
    SELECT row FROM main.sessions WHERE last_activity_at_ms < ? AND id NOT IN (SELECT id FROM temp.live_sessions)
    ORDER BY last_activity_at_ms, id`)
  const counts = db.prepare('SELECT state_rank AS rank, count(*) AS n FROM all_sessions GROUP BY state_rank')
  // Asked with every page, and counted over all rows: so only after one of them changed.
  let counted: SessionCounts | null = null
  return {
    put: (table, session, searchText) => {
      counted = null
      put[table].run(...toRow(session, searchText))
    },
    remove: (table, id) => {
      counted = null
      remove[table].run(id)
    },
    get: (id) => {
      const row = one.get(id)
      return row === undefined ? null : parseRow(row)
    },
    change: (id) => {
      const row = one.get(id)
      return row === undefined ? null : { session: parseRow(row), searchText: String(row.search_text) }
    },
    live: () => live.all().map(parseRow),
    finished: () => finished.iterate().map(parseRow),
    finishedBefore: (atMs) => before.all(atMs).map(parseRow),
    page: (query) => readPage(db, query),
    counts: () => {
      counted ??= toCounts(counts.all())
      return { ...counted }
    },
  }
}

function toCounts(rows: Record<string, unknown>[]): SessionCounts {
  const result: SessionCounts = { active: 0, stale: 0, failed: 0, completed: 0 }
  for (const { rank, n } of rows) {
    const state = SESSION_STATES[Number(rank)]
    if (state !== undefined) result[state] = Number(n)
  }
  return result
}

function toRow(session: Session, searchText: string): SQLInputValue[] {
  return [
    session.id,
    SESSION_STATES.indexOf(session.state),
    session.integrated ? 1 : 0,
    session.results,
    session.errors,
    session.startedAtMs,
    session.lastActivityAtMs,
    session.durationMs,
    session.sizeBytes,
    withEdges(session.agents),
    withEdges(session.projects),
    searchText,
    JSON.stringify(session),
  ]
}

const withEdges = (names: readonly string[]): string => `${EDGE}${names.join(EDGE)}${EDGE}`

/** The column holds what `toRow` wrote; only this program writes it. */
const parseRow = (row: Record<string, unknown>): Session => JSON.parse(String(row.row)) as Session

/** What each sort compares. A running session without an end sorts below every duration. */
const SORT_KEYS: Record<SessionSort, string> = {
  lastActivity: 'last_activity_at_ms',
  started: 'started_at_ms',
  id: 'id',
  state: 'state_rank',
  results: 'results',
  errors: 'errors',
  duration: 'ifnull(duration_ms, -1)',
  size: 'size_bytes',
  integrated: 'integrated',
}

function readPage(db: DatabaseSync, query: SessionQuery): ReturnType<SessionRows['page']> {
  const { where, values } = toCondition(query)
  const counted = db.prepare(`SELECT count(*) AS total FROM all_sessions WHERE ${where}`).get(...values)
  const key = SORT_KEYS[query.sort]
  const [order, beyond] = query.direction === 'asc' ? ['ASC', '>'] : ['DESC', '<']
  const after = query.cursor === undefined ? null : parseCursor(query.cursor)
  const rows = db
    .prepare(
      `SELECT id, ${key} AS sort_key, row FROM all_sessions
       WHERE ${where} ${after === null ? '' : `AND (${key}, id) ${beyond} (?, ?)`}
       ORDER BY ${key} ${order}, id ${order} LIMIT ?`,
    )
    .all(...values, ...(after ?? []), query.limit + 1)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(parseRow),
    nextCursor:
      rows.length > query.limit && last ? formatCursor([last.sort_key ?? null, String(last.id)]) : null,
    total: Number(counted?.total),
  }
}

function toCondition(filter: SessionFilter): { where: string; values: SQLInputValue[] } {
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  const add = (condition: string, ...more: SQLInputValue[]): void => {
    conditions.push(condition)
    values.push(...more)
  }
  if (filter.state.length > 0) {
    const ranks = filter.state.map((state) => SESSION_STATES.indexOf(state))
    add(`state_rank IN (${ranks.map(() => '?').join(', ')})`, ...ranks)
  }
  if (filter.agent !== undefined) add('instr(agents, ?) > 0', withEdges([filter.agent]))
  if (filter.project !== undefined) add('instr(projects, ?) > 0', withEdges([filter.project]))
  if (filter.integrated !== undefined) add('integrated = ?', filter.integrated ? 1 : 0)
  if (filter.from !== undefined) add('last_activity_at_ms >= ?', filter.from)
  if (filter.to !== undefined) add('last_activity_at_ms < ?', filter.to)
  if (filter.text) add('instr(search_text, ?) > 0', filter.text.toLowerCase())
  return { where: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), values }
}

type Cursor = [key: SQLInputValue, id: string]

const formatCursor = (cursor: readonly [unknown, string]): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

function parseCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(value) && value.length === 2 && isKey(value[0]) && typeof value[1] === 'string')
      return [value[0], value[1]]
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new AppError(
    'request_invalid',
    'The cursor is not one that a page of sessions gave out. Start again without it.',
  )
}

const isKey = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'
