import type { ChangeBatch, Snapshot } from '#lib/model/live.ts'

/** What an empty home looks like at a revision. */
export function makeSnapshot(revision: number): Snapshot {
  return {
    status: {
      home: '/home/dev/.claude/trinitas',
      resultsDirectory: '/home/dev/.claude/trinitas/parallel_results',
      sampleFor: null,
      scan: {
        phase: 'ready',
        files: 0,
        sizeBytes: 0,
        sessions: 0,
        problems: 0,
        finishedAtMs: null,
        tookMs: null,
      },
      watch: { mode: 'events', reason: null },
      missedChanges: 0,
      historyNotice: null,
      revision,
    },
    counts: { active: 0, stale: 0, failed: 0, completed: 0 },
    today: { sinceMs: 0, sessions: 0, results: 0, errors: 0, averageExecutionMs: null },
    strays: { shown: [], total: 0 },
  }
}

/** A batch without changes, except where `fields` say otherwise. */
export function makeBatch(revision: number, fields: Partial<ChangeBatch> = {}): ChangeBatch {
  const { counts, today, strays, status } = makeSnapshot(revision)
  return {
    revision,
    changed: [],
    removed: [],
    counts,
    today,
    strays,
    scan: status.scan,
    watch: status.watch,
    ...fields,
  }
}
