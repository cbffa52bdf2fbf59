/** Raised with every change of the tables. A journal is never rebuilt, so a change must come with the steps to it. */
export const JOURNAL_VERSION = 6

/**
 * `tokens`: what lets somebody in, by hash. A `link` opens once and makes a `browser`, which ends with its `parent`.
 * `plans`: what was shown and may be done once. `operations`: what was begun; `report` is how each item went.
 * `snoozes`: issues that nobody wants to hear of until then. `consents`: what may go for good without being asked for.
 * `pins`: sessions that are kept whatever their age.
 * `job_runs`: due times of jobs that were claimed, each once, and runs out of turn. `job_switches`: since when a job is on.
 * `shares`: what the link of a token shows, and when somebody last looked.
 * `audit`: one row an event; each holds the hash of the one before, so that none can be taken out or changed unseen.
 */
const FIRST = `
  CREATE TABLE tokens (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, secret_hash BLOB NOT NULL,
    parent TEXT REFERENCES tokens (id), created_at_ms REAL NOT NULL, expires_at_ms REAL, revoked_at_ms REAL
  ) STRICT;
  CREATE INDEX tokens_parent ON tokens (parent);
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY, at_ms REAL NOT NULL, user TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL,
    detail TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;`

const SECOND = `
  CREATE TABLE plans (
    id TEXT PRIMARY KEY, action TEXT NOT NULL, content TEXT NOT NULL, created_at_ms REAL NOT NULL,
    expires_at_ms REAL NOT NULL, used_at_ms REAL
  ) STRICT;
  CREATE TABLE operations (
    id TEXT PRIMARY KEY, action TEXT NOT NULL, user TEXT NOT NULL, started_at_ms REAL NOT NULL, ended_at_ms REAL,
    status TEXT NOT NULL, resumed INTEGER NOT NULL DEFAULT 0, report TEXT NOT NULL, undoes TEXT, undone_by TEXT
  ) STRICT;
  CREATE TABLE snoozes (issue TEXT PRIMARY KEY, until_ms REAL NOT NULL) STRICT;
  CREATE INDEX operations_started ON operations (started_at_ms);
  CREATE INDEX operations_open ON operations (id) WHERE ended_at_ms IS NULL;`

const THIRD =
  'CREATE TABLE consents (what TEXT PRIMARY KEY, user TEXT NOT NULL, given_at_ms REAL NOT NULL) STRICT;'

const FOURTH = `
  CREATE TABLE shares (
    token TEXT PRIMARY KEY REFERENCES tokens (id), query TEXT NOT NULL, show TEXT NOT NULL, last_used_at_ms REAL
  ) STRICT;`

const FIFTH =
  'CREATE TABLE pins (session TEXT PRIMARY KEY, user TEXT NOT NULL, pinned_at_ms REAL NOT NULL) STRICT;'

const SIXTH = `
  CREATE TABLE job_runs (
    id INTEGER PRIMARY KEY, job TEXT NOT NULL, slot_at_ms REAL, caller TEXT NOT NULL, user TEXT NOT NULL,
    started_at_ms REAL NOT NULL, ended_at_ms REAL, attempts INTEGER NOT NULL, outcome TEXT NOT NULL,
    summary TEXT NOT NULL, operations TEXT NOT NULL, report TEXT, retention TEXT
  ) STRICT;
  CREATE UNIQUE INDEX job_runs_slot ON job_runs (job, slot_at_ms);
  CREATE TABLE job_switches (job TEXT PRIMARY KEY, cron TEXT NOT NULL, since_ms REAL NOT NULL) STRICT;`

/** What leads from the version before to each. */
export const JOURNAL_STEPS: readonly string[] = [FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH]
