import { ID_GUESSED } from './file-row.ts'

/**
 * Raised with every change of the tables, and of the rules by which rows are made from files: a database of another
 * version is set aside and rebuilt from the files.
 */
export const SCHEMA_VERSION = 5

/** Columns of a file's record, in the order of the tables `files`, `live_files` and `past_results`. */
export const FILE_COLUMNS = [
  'directory',
  'name',
  'area',
  'kind',
  'session_id',
  'size_bytes',
  'modified_at_ms',
  'inode',
  'task_id',
  'agent',
  'project',
  'outcome',
  'status',
  'ended_at_ms',
  'execution_ms',
  'error',
  'expected',
  'flags',
  'problem_code',
  'problem_detail',
  'more',
] as const

/** Columns of a session: one for each filter and sort, and the row itself as JSON for whoever lists it. */
export const SESSION_COLUMNS = [
  'id',
  'state_rank',
  'integrated',
  'results',
  'errors',
  'started_at_ms',
  'last_activity_at_ms',
  'duration_ms',
  'size_bytes',
  'agents',
  'projects',
  'search_text',
  'row',
] as const

const fileTable = (name: string): string => `
  CREATE TABLE ${name} (
    directory TEXT NOT NULL, name TEXT NOT NULL, area TEXT NOT NULL, kind TEXT NOT NULL,
    session_id TEXT, size_bytes INTEGER NOT NULL, modified_at_ms REAL NOT NULL, inode REAL NOT NULL,
    task_id TEXT, agent TEXT, project TEXT, outcome TEXT, status TEXT, ended_at_ms REAL, execution_ms REAL,
    error TEXT, expected INTEGER, flags INTEGER NOT NULL, problem_code TEXT, problem_detail TEXT, more TEXT,
    UNIQUE (directory, name)
  ) STRICT;`

const sessionTable = (name: string): string => `
  CREATE TABLE ${name} (
    id TEXT PRIMARY KEY, state_rank INTEGER NOT NULL, integrated INTEGER NOT NULL, results INTEGER NOT NULL,
    errors INTEGER NOT NULL, started_at_ms REAL NOT NULL, last_activity_at_ms REAL NOT NULL, duration_ms REAL,
    size_bytes INTEGER NOT NULL, agents TEXT NOT NULL, projects TEXT NOT NULL, search_text TEXT NOT NULL,
    row TEXT NOT NULL
  ) STRICT;`

/**
 * On disk: files that are there, sessions made of them, directories by digest. `past_results` keeps what results said
 * whose files are gone, so that charts outlive clean-up.
 */
export const DISK_SCHEMA = `
  ${fileTable('files')}
  CREATE INDEX files_session ON files (session_id);
  CREATE INDEX files_note ON files (session_id, expected) WHERE kind = 'note';
  CREATE INDEX files_problem ON files (directory, name) WHERE problem_code IS NOT NULL;
  CREATE INDEX files_guessed ON files (directory, name) WHERE (flags & ${ID_GUESSED}) <> 0;
  ${fileTable('past_results')}
  CREATE INDEX past_results_name ON past_results (session_id, name);
  ${sessionTable('sessions')}
  CREATE TABLE directories (path TEXT PRIMARY KEY, digest TEXT NOT NULL, modified_at_ms REAL NOT NULL) WITHOUT ROWID, STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};`

/** In the order in which they are copied. */
export const DISK_TABLES = ['files', 'past_results', 'sessions', 'directories'] as const

/** Indexes that nothing needs before everything is read: made at once, they cost a quarter of what they would row by row. */
export const LATE_INDEXES = `
  CREATE INDEX IF NOT EXISTS files_ended ON files (ended_at_ms) WHERE kind = 'result';
  CREATE INDEX IF NOT EXISTS sessions_activity ON sessions (last_activity_at_ms, id);`

/** In memory: what lies in temp and running. The session of a live file stands here, whatever else it has on disk. */
export const MEMORY_SCHEMA = `
  PRAGMA temp_store = MEMORY;
  ${fileTable('live_files').replace('CREATE TABLE', 'CREATE TEMP TABLE')}
  CREATE INDEX temp.live_files_session ON live_files (session_id);
  ${sessionTable('live_sessions').replace('CREATE TABLE', 'CREATE TEMP TABLE')}
  CREATE TEMP VIEW all_sessions AS
    SELECT * FROM temp.live_sessions
    UNION ALL
    SELECT * FROM main.sessions WHERE id NOT IN (SELECT id FROM temp.live_sessions);
  CREATE TEMP VIEW all_files AS SELECT * FROM temp.live_files UNION ALL SELECT * FROM main.files;`
