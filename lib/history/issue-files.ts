import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { FileEvidence, IndexEvidence } from '#lib/model/issue-evidence.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { SESSION_STATES, type Session, type SessionState } from '#lib/model/session.ts'
import { DUPLICATE, type FileRow, fromRow } from './file-row.ts'
import { FILE_COLUMNS } from './schema.ts'

/** Epoch milliseconds and bytes beyond which a file is one to tell of. */
export type IssueLimits = { largerThanBytes: number; laterThanMs: number }

const UNUSABLE: readonly ProblemCode[] = ['empty_file', 'invalid_utf8', 'invalid_json', 'not_a_result']
const UNREAD: readonly ProblemCode[] = ['no_permission', 'unreadable', 'not_fully_checked']
const FINISHED: readonly SessionState[] = ['failed', 'completed']

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')
const ranks = FINISHED.map((state) => SESSION_STATES.indexOf(state)).join(', ')

/** What was cut short lacks what it lacks, once it was completed: no program can do more, and its session says so. */
const IS_COMPLETED = `EXISTS (SELECT 1 FROM main.files n WHERE n.kind = 'note' AND n.session_id = f.session_id
  AND n.expected = f.size_bytes AND abs(n.ended_at_ms - f.modified_at_ms) < 1 AND n.problem_code = 'cut_short')`

/** A file that is being written has no problem yet; a second name of one counts with the first. */
const WHERE = {
  unusable: `problem_code IN (${quoted(UNUSABLE)}) AND area <> 'running' AND (flags & ${DUPLICATE}) = 0 AND NOT ${IS_COMPLETED}`,
  unread: `problem_code IS NOT NULL AND (kind = 'directory' OR problem_code IN (${quoted(UNREAD)}))`,
  large: `kind = 'result' AND size_bytes > ? AND (flags & ${DUPLICATE}) = 0`,
  future: `(modified_at_ms > ? OR ended_at_ms > ?) AND (flags & ${DUPLICATE}) = 0`,
  orphaned: `kind = 'integrated' AND problem_code IS NULL
    AND NOT EXISTS (SELECT 1 FROM main.files o WHERE o.session_id = f.session_id AND o.kind NOT IN ('integrated', 'summary'))
    AND NOT EXISTS (SELECT 1 FROM temp.live_files o WHERE o.session_id = f.session_id)`,
} as const

/** What the rows say of everything that may be an issue. Whoever detects decides which of it is one. */
export function issueFiles(db: DatabaseSync): (limits: IssueLimits) => IndexEvidence {
  const select = (where: string, order = 'directory, name') => {
    const statement = db.prepare(
      `SELECT ${FILE_COLUMNS.join(', ')} FROM all_files f WHERE ${where} ORDER BY ${order}`,
    )
    statement.setReturnArrays(true)
    // Rows are as `toRow` made them, since only this program writes these tables.
    return (...values: SQLInputValue[]): FileEvidence[] =>
      (statement.all(...values) as unknown[] as FileRow[]).map(fromRow)
  }
  const unusable = select(WHERE.unusable)
  const unread = select(WHERE.unread)
  const large = select(WHERE.large, 'size_bytes DESC, directory, name')
  const future = select(WHERE.future)
  const orphaned = select(WHERE.orphaned)
  const notIntegrated = db.prepare(`
    SELECT row FROM all_sessions WHERE integrated = 0 AND state_rank IN (${ranks})
    ORDER BY last_activity_at_ms, id`)
  return ({ largerThanBytes, laterThanMs }) => ({
    notIntegrated: notIntegrated.all().map(({ row }) => JSON.parse(String(row)) as Session),
    unusable: unusable(),
    unread: unread(),
    large: large(largerThanBytes),
    orphaned: orphaned(),
    future: future(laterThanMs, laterThanMs),
  })
}
