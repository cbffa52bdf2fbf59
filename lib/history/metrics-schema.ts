/** Raised with every change of the tables. What is kept here is nowhere else, so a change comes with the steps to it. */
export const METRICS_VERSION = 1

/**
 * `results`: one row a result, which stays when its file goes (`directory` is then null). `integrations`: when a session
 * was integrated last. `hourly`: results by the hour in which they ended, for counters that only grow; `bins` counts
 * execution times by `EXECUTION_BOUNDS_MS`, as a JSON list. `samples` and `hourly_samples`: what the machine had at that time.
 */
const FIRST = `
  CREATE TABLE results (
    id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, name TEXT NOT NULL, directory TEXT, inode REAL NOT NULL,
    modified_at_ms REAL NOT NULL, size_bytes INTEGER NOT NULL, agent TEXT, project TEXT, outcome TEXT NOT NULL,
    ended_at_ms REAL NOT NULL, execution_ms REAL, error TEXT
  ) STRICT;
  CREATE INDEX results_name ON results (session_id, name);
  CREATE INDEX results_inode ON results (inode, modified_at_ms);
  CREATE INDEX results_ended ON results (ended_at_ms);
  CREATE TABLE integrations (session_id TEXT PRIMARY KEY, at_ms REAL NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE hourly (
    hour_ms INTEGER NOT NULL, agent TEXT NOT NULL, outcome TEXT NOT NULL, results INTEGER NOT NULL,
    timed INTEGER NOT NULL, total_ms REAL NOT NULL, bins TEXT NOT NULL,
    PRIMARY KEY (hour_ms, agent, outcome)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE samples (
    at_ms INTEGER PRIMARY KEY, results_bytes REAL, disk_free_bytes REAL, inodes_free REAL,
    memory_available_bytes REAL, agents_memory_bytes REAL, monitor_memory_bytes REAL
  ) STRICT;
  CREATE TABLE hourly_samples (
    at_ms INTEGER PRIMARY KEY, results_bytes REAL, disk_free_bytes REAL, inodes_free REAL,
    memory_available_bytes REAL, agents_memory_bytes REAL, monitor_memory_bytes REAL, samples INTEGER NOT NULL
  ) STRICT;`

/** What leads from the version before to each. */
export const METRICS_STEPS: readonly string[] = [FIRST]
