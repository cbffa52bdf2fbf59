import type { HealthEvidence } from '#lib/model/health-evidence.ts'

export const HEALTH_NOW_MS = Date.UTC(2026, 10, 23, 21, 10, 57)

/** A home in which everything is fine, except where `parts` say otherwise. */
export function makeHealthEvidence(parts: Partial<HealthEvidence> = {}): HealthEvidence {
  return {
    nowMs: HEALTH_NOW_MS,
    issues: [],
    status: {
      home: '/home/dev/.claude/trinitas',
      resultsDirectory: '/home/dev/.claude/trinitas/parallel_results',
      sampleFor: null,
      scan: {
        phase: 'ready',
        files: 12,
        sizeBytes: 1200,
        sessions: 3,
        problems: 0,
        finishedAtMs: HEALTH_NOW_MS - 2000,
        tookMs: 5,
      },
      watch: { mode: 'events', reason: null },
      missedChanges: 0,
      historyNotice: null,
      revision: 1,
    },
    sweepIntervalMs: 60_000,
    directories: [{ path: '/home/dev/.claude/trinitas/hooks', role: 'needed', state: 'there', reason: null }],
    space: [{ kind: 'seen', path: '/home/dev/.claude/trinitas', freeBytes: 5e9, freeInodes: 100_000 }],
    settings: [
      {
        kind: 'read',
        path: '/home/dev/.claude/settings.json',
        hooksAreOff: false,
        hooksFault: null,
        calls: [{ hook: 'hooks/core/a.sh', event: 'PreToolUse', leadsTo: 'this' }],
      },
    ],
    hookTexts: [
      {
        hook: 'hooks/core/a.sh',
        names: ['hooks/python/b.py'],
        programs: [{ name: '/bin/sh', use: 'runs', found: '/bin/sh' }],
      },
      {
        hook: 'hooks/python/b.py',
        names: [],
        programs: [{ name: 'python3', use: 'runs', found: '/usr/bin/python3' }],
      },
    ],
    unreadHooks: [],
    captureHooks: [],
    configFault: null,
    recent: { results: 10, errors: 1 },
    errorLog: { kind: 'none' },
    leftovers: [],
    watchUse: { used: 10, limit: 8192, processes: 1 },
    ownFiles: [{ name: 'history.db', sizeBytes: 4096, modifiedAtMs: HEALTH_NOW_MS - 1000 }],
    memoryBytes: 150e6,
    dashboardUrl: null,
    ...parts,
  }
}
