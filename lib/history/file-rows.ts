import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { FileRecord } from '#lib/model/file-record.ts'
import { type Area, isLiveArea } from '#lib/model/run.ts'
import { type FileRow, fromRow, ID_GUESSED } from './file-row.ts'
import { FILE_COLUMNS } from './schema.ts'

export type FileTable = 'files' | 'live_files'

/** Rows of files: those that are finished on disk, those in temp and running in memory. */
export type FileRows = {
  put(row: FileRow): void
  /** As `put`, for a file of which there is no row yet. */
  add(row: FileRow): void
  /** A vanished result's row is kept in `past_results`, unless the same result lies elsewhere by now. */
  remove(directory: string, name: string): void
  inDirectory(directory: string): FileRecord[]
  /** All files of a session, live and finished. */
  ofSession(id: string): FileRecord[]
  get(directory: string, name: string): FileRecord | null
  /** Files whose session was guessed from their names. */
  guessed(): FileRecord[]
  /** Records of directories that could not be listed. */
  unlisted(): FileRecord[]
  /** Directories of finished files, those that changed last first. */
  latestDirectories(limit: number): string[]
  /** Directories of finished files whose sessions are live. */
  directoriesOfLive(limit: number): string[]
}

export function fileRows(db: DatabaseSync): FileRows {
  const columns = FILE_COLUMNS.join(', ')
  const insert = (table: string): StatementSync =>
    db.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns}) VALUES (${FILE_COLUMNS.map(() => '?').join(', ')})`,
    )
  const statements = {
    add: db.prepare(`INSERT INTO main.files (${columns}) VALUES (${FILE_COLUMNS.map(() => '?').join(', ')})`),
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
    directory: db.prepare(`SELECT ${columns} FROM all_files WHERE directory = ?`),
    session: db.prepare(`SELECT ${columns} FROM all_files WHERE session_id = ?`),
    file: db.prepare(`SELECT ${columns} FROM all_files WHERE directory = ? AND name = ?`),
    guessed: db.prepare(`SELECT ${columns} FROM all_files WHERE (flags & ${ID_GUESSED}) <> 0`),
    unlisted: db.prepare(
      `SELECT ${columns} FROM all_files WHERE problem_code IS NOT NULL AND kind = 'directory'`,
    ),
    latest: db.prepare(`
      SELECT directory FROM main.files GROUP BY directory ORDER BY max(modified_at_ms) DESC LIMIT ?`),
    ofLive: db.prepare(`
      SELECT DISTINCT f.directory FROM temp.live_sessions l JOIN main.files f ON f.session_id = l.id LIMIT ?`),
  }
  const rowStatements = [
    statements.directory,
    statements.session,
    statements.file,
    statements.guessed,
    statements.unlisted,
  ]
  for (const statement of rowStatements) statement.setReturnArrays(true)
  let hasPast = statements.hasPast.get() !== undefined
  const forgetPast = (row: FileRow): void => {
    if (hasPast && row[3] === 'result') statements.forgetPast.run(row[4], row[1])
  }
  return {
    add(row) {
      statements.add.run(...row)
      forgetPast(row)
    },
    put(row) {
      statements.put[tableOf(row[2])].run(...row)
      forgetPast(row)
    },
    remove(directory, name) {
      if (statements.keepPast.run(directory, name).changes > 0) hasPast = true
      statements.remove.files.run(directory, name)
      statements.remove.live_files.run(directory, name)
    },
    inDirectory: (directory) => readRows(statements.directory.all(directory)),
    ofSession: (id) => readRows(statements.session.all(id)),
    get: (directory, name) => readRows(statements.file.all(directory, name))[0] ?? null,
    guessed: () => readRows(statements.guessed.all()),
    unlisted: () => readRows(statements.unlisted.all()),
    latestDirectories: (limit) => statements.latest.all(limit).map((row) => String(row.directory)),
    directoriesOfLive: (limit) => statements.ofLive.all(limit).map((row) => String(row.directory)),
  }
}

export function tableOf(area: Area): FileTable {
  return isLiveArea(area) ? 'live_files' : 'files'
}

/** Rows as arrays. They are as `toRow` made them, since only this program writes these tables. */
const readRows = (rows: unknown[]): FileRecord[] => (rows as FileRow[]).map(fromRow)
