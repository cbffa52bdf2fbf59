import type { Session } from '#lib/model/session.ts'

/** A row as the index makes it: completed a minute ago, except where `fields` say otherwise. */
export function makeSession(fields: Partial<Session> & { id: string }): Session {
  return {
    state: 'completed',
    reason: { rule: 'all_succeeded', evidence: '', thresholdMs: null },
    integrated: false,
    results: 1,
    expected: null,
    errors: 0,
    problems: 0,
    agents: ['krukai-optimizer'],
    projects: [],
    startedAtMs: 1_000,
    lastActivityAtMs: 2_000,
    durationMs: 1_000,
    sizeBytes: 100,
    work: null,
    usage: null,
    ...fields,
  }
}
