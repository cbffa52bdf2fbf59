/** Raised with every change of the tables. A journal is never rebuilt, so a change must come with the steps to it. */
export const JOURNAL_VERSION = 1

/**
 * `tokens`: what lets somebody in, by hash. A `link` opens once and makes a `browser`, which ends with its `parent`.
 * `audit`: one row an event; each holds the hash of the one before, so that none can be taken out or changed unseen.
 */
export const JOURNAL_SCHEMA = `
  CREATE TABLE tokens (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, secret_hash BLOB NOT NULL,
    parent TEXT REFERENCES tokens (id), created_at_ms REAL NOT NULL, expires_at_ms REAL, revoked_at_ms REAL
  ) STRICT;
  CREATE INDEX tokens_parent ON tokens (parent);
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY, at_ms REAL NOT NULL, user TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL,
    detail TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = ${JOURNAL_VERSION};`
