import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { FileKind, FileRecord } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import type { Area, RunOutcome } from '#lib/model/run.ts'
import { FILE_COLUMNS } from './schema.ts'

const NOT_FULLY_CHECKED = 1
const BEING_WRITTEN = 2

export type FileTable = 'files' | 'live_files'

/** Rows of files: those that are finished on disk, those in temp and running in memory. */
export type FileRows = {
  put(record: FileRecord): void
  /** A vanished result's row is kept in `past_results`, unless the same result lies elsewhere by now. */
  remove(directory: string, name: string): void
  inDirectory(directory: string): FileRecord[]
  /** All files of a session, live and finished. */
  ofSession(id: string): FileRecord[]
  /** The finished ones alone. */
  finishedOfSession(id: string): FileRecord[]
  get(directory: string, name: string): FileRecord | null
}

export function fileRows(db: DatabaseSync): FileRows {
  const columns = FILE_COLUMNS.join(', ')
  const insert = (table: string): StatementSync =>
    db.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns}) VALUES (${FILE_COLUMNS.map(() => '?').join(', ')})`,
    )
  const statements = {
    put: { files: insert('main.files'), live_files: insert('temp.live_files') },
    remove: {
      files: db.prepare('DELETE FROM main.files WHERE directory = ? AND name = ?'),
      live_files: db.prepare('DELETE FROM temp.live_files WHERE directory = ? AND name = ?'),
    },
    keepPast: db.prepare(`
      INSERT OR REPLACE INTO past_results SELECT ${columns} FROM main.files gone
      WHERE directory = ? AND name = ? AND kind = 'result' AND problem_code IS NOT 'quarantined' AND NOT EXISTS (
        SELECT 1 FROM all_files f
        WHERE f.session_id = gone.session_id AND f.name = gone.name AND f.directory <> gone.directory)`),
    forgetPast: db.prepare('DELETE FROM past_results WHERE session_id = ? AND name = ?'),
    hasPast: db.prepare('SELECT 1 FROM past_results LIMIT 1'),
    directory: db.prepare('SELECT * FROM all_files WHERE directory = ?'),
    session: db.prepare('SELECT * FROM all_files WHERE session_id = ?'),
    finished: db.prepare('SELECT * FROM main.files WHERE session_id = ?'),
    file: db.prepare('SELECT * FROM all_files WHERE directory = ? AND name = ?'),
  }
  let hasPast = statements.hasPast.get() !== undefined
  return {
    put(record) {
      statements.put[tableOf(record.area)].run(...toRow(record))
      if (hasPast && record.kind === 'result') statements.forgetPast.run(record.sessionId, record.name)
    },
    remove(directory, name) {
      if (statements.keepPast.run(directory, name).changes > 0) hasPast = true
      statements.remove.files.run(directory, name)
      statements.remove.live_files.run(directory, name)
    },
    inDirectory: (directory) => statements.directory.all(directory).map(toRecord),
    ofSession: (id) => statements.session.all(id).map(toRecord),
    finishedOfSession: (id) => statements.finished.all(id).map(toRecord),
    get: (directory, name) => {
      const row = statements.file.get(directory, name)
      return row === undefined ? null : toRecord(row)
    },
  }
}

export function tableOf(area: Area): FileTable {
  return area === 'temp' || area === 'running' ? 'live_files' : 'files'
}

function toRow(record: FileRecord): SQLInputValue[] {
  return [
    record.directory,
    record.name,
    record.area,
    record.kind,
    record.sessionId,
    record.sizeBytes,
    record.modifiedAtMs,
    record.inode,
    record.taskId,
    record.agent,
    record.project,
    record.outcome,
    record.status,
    record.endedAtMs,
    record.executionMs,
    record.error,
    record.expected,
    (record.fullyChecked ? 0 : NOT_FULLY_CHECKED) | (record.beingWritten ? BEING_WRITTEN : 0),
    record.problemCode,
    record.problemDetail,
  ]
}

const textOrNull = (value: SQLOutputValue | undefined): string | null =>
  typeof value === 'string' ? value : null
const numberOrNull = (value: SQLOutputValue | undefined): number | null =>
  typeof value === 'number' ? value : null

/** The closed sets of words are read as they were written by `toRow`: only this program writes these tables. */
export function toRecord(row: Record<string, SQLOutputValue>): FileRecord {
  const flags = Number(row.flags)
  return {
    path: joinPath(String(row.directory), String(row.name)),
    directory: String(row.directory),
    name: String(row.name),
    area: String(row.area) as Area,
    kind: String(row.kind) as FileKind,
    sessionId: textOrNull(row.session_id),
    sizeBytes: Number(row.size_bytes),
    modifiedAtMs: Number(row.modified_at_ms),
    inode: Number(row.inode),
    taskId: textOrNull(row.task_id),
    agent: textOrNull(row.agent),
    project: textOrNull(row.project),
    outcome: textOrNull(row.outcome) as RunOutcome | null,
    status: textOrNull(row.status),
    endedAtMs: numberOrNull(row.ended_at_ms),
    executionMs: numberOrNull(row.execution_ms),
    error: textOrNull(row.error),
    expected: numberOrNull(row.expected),
    fullyChecked: (flags & NOT_FULLY_CHECKED) === 0,
    beingWritten: (flags & BEING_WRITTEN) !== 0,
    problemCode: textOrNull(row.problem_code) as ProblemCode | null,
    problemDetail: textOrNull(row.problem_detail),
  }
}
