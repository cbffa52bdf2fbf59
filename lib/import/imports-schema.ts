/** Raised with every change of the tables. What transcripts said is nowhere else once they are gone, so a change comes with its steps. */
export const IMPORTS_VERSION = 1

/**
 * `transcripts`: what was read, and what it was like then. `runs`: what the history keeps of each run, where in its transcript
 * it stands, and a number that grows with whatever is new of it. `agent_names`: what sessions call their agents.
 */
const FIRST = `
  CREATE TABLE transcripts (
    path TEXT PRIMARY KEY, size_bytes INTEGER NOT NULL, modified_at_ms REAL NOT NULL, inode REAL NOT NULL,
    runs INTEGER NOT NULL, broken_lines INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE runs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, root TEXT NOT NULL, transcript TEXT NOT NULL,
    chain TEXT, range_start INTEGER NOT NULL, range_end INTEGER NOT NULL, session_id TEXT NOT NULL, agent_id TEXT NOT NULL,
    task_id TEXT NOT NULL, task_name TEXT NOT NULL, agent TEXT, project TEXT, outcome TEXT NOT NULL,
    ended_at_ms REAL NOT NULL, execution_ms REAL, error TEXT, usage TEXT
  ) STRICT;
  CREATE TABLE agent_names (
    session_id TEXT NOT NULL, key TEXT NOT NULL, agent TEXT NOT NULL, PRIMARY KEY (session_id, key)
  ) WITHOUT ROWID, STRICT;`

/** What leads from the version before to each. */
export const IMPORTS_STEPS: readonly string[] = [FIRST]

export const IMPORTS_TABLES = ['transcripts', 'runs', 'agent_names'] as const

export const IMPORTS_NAME = 'imports.db'
