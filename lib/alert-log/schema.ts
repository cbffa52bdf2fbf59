/** Raised with every change of the tables, which must come with the steps to it. */
export const ALERT_LOG_VERSION = 2

/**
 * `states`: where each alert stands, so that a restart raises and tells nothing twice. `mutes`: what nobody wants to
 * hear of until then. `incidents`: each time that an alert was raised. `deliveries`: messages to webhooks, without
 * their addresses.
 */
const FIRST = `
  CREATE TABLE states (key TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;
  CREATE TABLE mutes (key TEXT PRIMARY KEY, until_ms REAL NOT NULL) STRICT;
  CREATE TABLE incidents (
    id INTEGER PRIMARY KEY, rule TEXT NOT NULL, agent TEXT, raised_at_ms REAL NOT NULL, cleared_at_ms REAL,
    value REAL, threshold REAL NOT NULL, switched_off INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX incidents_raised ON incidents (raised_at_ms);
  CREATE INDEX incidents_open ON incidents (rule, agent) WHERE cleared_at_ms IS NULL;
  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY, webhook TEXT NOT NULL, text TEXT NOT NULL, test INTEGER NOT NULL, begun_at_ms REAL NOT NULL,
    last_at_ms REAL NOT NULL, tries INTEGER NOT NULL, status TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_begun ON deliveries (begun_at_ms);`

/** Sessions of which the log said that they turned stale, and since when they are, so that no restart says it again. */
const SECOND = `
  CREATE TABLE stale_sessions (id TEXT PRIMARY KEY, since_ms REAL NOT NULL) STRICT;`

/** What leads from the version before to each. */
export const ALERT_LOG_STEPS: readonly string[] = [FIRST, SECOND]
