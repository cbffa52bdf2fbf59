/** Raised with every change of the tables. What is kept here is nowhere else, so a change comes with the steps to it. */
export const METRICS_VERSION = 2

/** Columns of a look at the machine, in the order of `samples`. */
export const SAMPLE_COLUMNS = [
  'results_bytes',
  'disk_free_bytes',
  'inodes_free',
  'memory_available_bytes',
  'agents_memory_bytes',
  'monitor_memory_bytes',
] as const

/** Of tokens, in the order of `TOKEN_KINDS`. */
export const TOKEN_COLUMNS = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
] as const

const samples = SAMPLE_COLUMNS.map((column) => `${column} REAL`).join(', ')

/**
 * `results`: one row a result, which stays when its file goes (`directory` is then null); `counted` once it was read.
 * `integrations`: when a session was integrated last. `hourly`: results by the hour in which they ended, each as it was
 * first read, for counters that only grow; `bins` counts execution times by `EXECUTION_BOUNDS_MS`, as a JSON list.
 * `samples` and `hourly_samples`: what the machine had at that time, and the means of hours long past.
 */
const FIRST = `
  CREATE TABLE results (
    id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, name TEXT NOT NULL, directory TEXT, inode REAL NOT NULL,
    modified_at_ms REAL NOT NULL, size_bytes INTEGER NOT NULL, agent TEXT, project TEXT, outcome TEXT NOT NULL,
    ended_at_ms REAL NOT NULL, execution_ms REAL, error TEXT, counted INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX results_place ON results (directory, name) WHERE directory IS NOT NULL;
  CREATE INDEX results_name ON results (session_id, name);
  CREATE INDEX results_inode ON results (inode, modified_at_ms);
  CREATE TABLE integrations (session_id TEXT PRIMARY KEY, at_ms REAL NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE hourly (
    hour_ms INTEGER NOT NULL, agent TEXT NOT NULL, outcome TEXT NOT NULL, results INTEGER NOT NULL,
    timed INTEGER NOT NULL, total_ms REAL NOT NULL, bins TEXT NOT NULL,
    PRIMARY KEY (hour_ms, agent, outcome)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE samples (at_ms INTEGER PRIMARY KEY, ${samples}) STRICT;
  CREATE TABLE hourly_samples (at_ms INTEGER PRIMARY KEY, ${samples}, samples INTEGER NOT NULL) STRICT;`

/** What results cost, where they say: of each, and in the counters, which know nothing of results that were counted before. */
const USAGE = `
  ${['results', 'hourly']
    .flatMap((table) => TOKEN_COLUMNS.map((column) => `ALTER TABLE ${table} ADD COLUMN ${column} INTEGER;`))
    .join('\n  ')}
  ALTER TABLE results ADD COLUMN tool_calls INTEGER;
  ALTER TABLE results ADD COLUMN model TEXT;`

/** What leads from the version before to each. */
export const METRICS_STEPS: readonly string[] = [FIRST, USAGE]

/** In the order in which they are copied. */
export const METRICS_TABLES = ['results', 'integrations', 'hourly', 'samples', 'hourly_samples'] as const
