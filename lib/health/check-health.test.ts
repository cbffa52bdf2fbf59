import { describe, expect, it } from 'vitest'
import { CAPTURE_EVENTS, LAUNCHER } from '#lib/model/capture-hooks.ts'
import type { HealthCheckId, HealthResult } from '#lib/model/health.ts'
import { HEALTH_CHECKS } from '#lib/model/health.ts'
import type { HealthEvidence, HookCall } from '#lib/model/health-evidence.ts'
import type { Issue } from '#lib/model/issue.ts'
import { HEALTH_NOW_MS, makeHealthEvidence } from '#lib/testing/make-health-evidence.ts'
import { checkHealth } from './check-health.ts'
import { parsePastReport, reportJson } from './report-json.ts'
import { reportLines } from './report-lines.ts'

const issue = (type: Issue['type'], parts: Partial<Issue> = {}): Issue => ({
  type,
  severity: 'medium',
  certainty: 'found',
  count: 1,
  description: `One ${type}`,
  sinceMs: null,
  items: [{ name: 'x', sessionId: 'x', evidence: 'Seen.', sinceMs: null, sizeBytes: null }],
  action: null,
  advice: 'Look at it.',
  snoozedUntilMs: null,
  ...parts,
})

const { settings, hookTexts, status } = makeHealthEvidence()
const [calling] = settings
if (calling?.kind !== 'read') throw new Error('The evidence has settings.')
const scan = (finishedAtMs: number | null) => ({ ...status, scan: { ...status.scan, finishedAtMs } })

type Case = [parts: Partial<HealthEvidence>, id: HealthCheckId, result: HealthResult, words: string]

/** Settings that call the capture hooks at each event, of which `spoiled` is about the ends of agents. */
const capturing = (spoiled: Partial<HookCall>): HealthEvidence['settings'] => [
  {
    ...calling,
    calls: CAPTURE_EVENTS.map(({ event }) => ({
      hook: LAUNCHER,
      event,
      leadsTo: 'this',
      ...(event === 'SubagentStop' ? spoiled : {}),
    })),
  },
]

const directory = (parts: Partial<HealthEvidence['directories'][number]>) => [
  { path: '/h/hooks', role: 'needed', state: 'there', reason: null, ...parts } as const,
]

const CASES: Case[] = [
  [{ directories: directory({ state: 'missing' }) }, 'directories', 'critical', '/h/hooks is missing.'],
  [
    { directories: directory({ state: 'no_directory', reason: 'A link.' }) },
    'directories',
    'critical',
    'A link.',
  ],
  [
    { directories: directory({ state: 'no_directory', role: 'made', reason: 'A link.' }) },
    'directories',
    'warning',
    'A link.',
  ],
  [{ directories: directory({ state: 'missing', role: 'made' }) }, 'directories', 'ok', 'when it is needed'],
  [{ directories: directory({ state: 'unseen', reason: 'No.' }) }, 'directories', 'unknown', 'No.'],
  [
    { issues: [issue('hook_failure', { severity: 'high', action: 'fix_hooks' })] },
    'hooks',
    'warning',
    'x: Seen.',
  ],
  [{ issues: [issue('hook_failure', { certainty: 'unknown' })] }, 'hooks', 'unknown', 'x: Seen.'],
  [
    { settings: [{ kind: 'missing', path: '/s.json' }] },
    'hook_calls',
    'warning',
    'hooks/core/a.sh is called by nothing.',
  ],
  [{ settings: [{ ...calling, hooksAreOff: true }] }, 'hook_calls', 'warning', 'disableAllHooks'],
  [
    {
      settings: [{ ...calling, calls: [{ hook: 'hooks/core/a.sh', event: 'PreToolUse', leadsTo: 'other' }] }],
    },
    'hook_calls',
    'warning',
    'calls another hooks/core/a.sh than the one of this home',
  ],
  [
    { hookTexts: hookTexts.map((text) => ({ ...text, names: [] })) },
    'hook_calls',
    'warning',
    'hooks/python/b.py is called by nothing.',
  ],
  [{ settings: capturing({}), hookTexts: [] }, 'hook_calls', 'ok', 'Claude Code calls the capture hooks.'],
  [
    { settings: capturing({ narrowedTo: 'Explore' }) },
    'hook_calls',
    'warning',
    `calls ${LAUNCHER} for "Explore" alone (SubagentStop)`,
  ],
  [
    { settings: capturing({ unsure: true }) },
    'hook_calls',
    'warning',
    `Nothing calls ${LAUNCHER} for every SubagentStop.`,
  ],
  [
    {
      settings: [
        ...capturing({}),
        { ...calling, calls: [{ hook: 'hooks/a.sh', event: 'X', leadsTo: 'missing' }] },
      ],
    },
    'hook_calls',
    'warning',
    'calls hooks/a.sh, which is missing (X).',
  ],
  [{ settings: [{ kind: 'unseen', path: '/s.json', reason: 'No.' }] }, 'hook_calls', 'unknown', 'No.'],
  [{ hookTexts: [] }, 'hook_calls', 'unknown', 'no hooks'],
  [
    { hookTexts: [{ hook: 'h', names: [], programs: [{ name: 'python3', use: 'runs', found: null }] }] },
    'programs',
    'critical',
    'h is run by python3.',
  ],
  [
    { hookTexts: [{ hook: 'h', names: [], programs: [{ name: 'jq', use: 'names', found: null }] }] },
    'programs',
    'warning',
    'h names jq.',
  ],
  [{ unreadHooks: [{ hook: 'h', reason: 'No.' }] }, 'programs', 'unknown', 'h: No.'],
  [
    { settings: [calling, { kind: 'broken', path: '/s.json', reason: 'It is no JSON.' }] },
    'settings',
    'warning',
    '/s.json: It is no JSON.',
  ],
  [{ settings: [{ ...calling, hooksFault: 'Expected a list.' }] }, 'settings', 'warning', 'Expected a list.'],
  [{ configFault: 'It would be refused.' }, 'settings', 'warning', 'It would be refused.'],
  [
    { settings: [calling, { kind: 'unseen', path: '/s.json', reason: 'No.' }] },
    'settings',
    'unknown',
    '/s.json: No.',
  ],
  [
    { issues: [issue('disk_space', { severity: 'critical', action: 'free_space' })] },
    'disk_space',
    'critical',
    'x: Seen.',
  ],
  [
    { recent: { results: 10, errors: 3 } },
    'errors',
    'warning',
    '3 of 10 results of the last 24 h failed (30 %).',
  ],
  [{ recent: { results: 10, errors: 2 } }, 'errors', 'ok', '2 of 10 results'],
  [
    { errorLog: { kind: 'read', errors: 1, latestAtMs: HEALTH_NOW_MS - 60_000, isCut: false } },
    'errors',
    'warning',
    '1 error of the last 24 h, the latest 1 min ago',
  ],
  [{ errorLog: { kind: 'unseen', reason: 'No.' } }, 'errors', 'unknown', 'logs/errors.log: No.'],
  [{ issues: [issue('stale_session', { action: 'clean_up' })] }, 'temporary_files', 'warning', 'x: Seen.'],
  [
    {
      issues: [issue('incomplete_session', { action: 'recover' })],
      leftovers: [{ path: '/l.new', modifiedAtMs: HEALTH_NOW_MS - 7_200_000 }],
    },
    'temporary_files',
    'warning',
    '/l.new, from 2 h ago.',
  ],
  [{ issues: [issue('corrupted_json', { action: 'repair' })] }, 'broken_files', 'warning', 'x: Seen.'],
  [{ issues: [issue('missing_integration', { action: 'integrate' })] }, 'integration', 'warning', 'x: Seen.'],
  [
    { issues: [issue('loose_permissions', { action: 'fix_permissions', count: 40 })] },
    'permissions',
    'warning',
    '… and 39 more.',
  ],
  [{ issues: [issue('future_time', { severity: 'low' })] }, 'clock', 'warning', 'x: Seen.'],
  [
    { ownFiles: [{ name: 'a.db', sizeBytes: 1, modifiedAtMs: HEALTH_NOW_MS + 3_600_000 }] },
    'clock',
    'warning',
    'monitor/a.db changed last in 1 h.',
  ],
  [{ nowMs: 0, ownFiles: [] }, 'clock', 'warning', '1970-01-01'],
  [{ watchUse: { used: 950, limit: 1000, processes: 2 } }, 'watches', 'warning', '950 of 1,000'],
  [{ watchUse: null }, 'watches', 'unknown', ''],
  [{ status: scan(HEALTH_NOW_MS - 3_600_000) }, 'monitor', 'warning', 'look at everything was 1 h ago'],
  [{ status: scan(null) }, 'monitor', 'unknown', 'the last time never'],
  [
    { status: { ...status, watch: { mode: 'polling', reason: 'No events come.' } } },
    'monitor',
    'warning',
    'so it polls: No events come.',
  ],
  [{ status: { ...status, historyNotice: 'In memory.' } }, 'monitor', 'warning', 'In memory.'],
  [
    { status: { ...status, historyNotice: 'In memory.' }, sweepIntervalMs: null },
    'monitor',
    'ok',
    'In memory.',
  ],
  [{ memoryBytes: 3e9 }, 'monitor', 'warning', '3.0 GB of memory'],
  [
    { ownFiles: [{ name: 'history.db.set-aside-1', sizeBytes: 1, modifiedAtMs: HEALTH_NOW_MS }] },
    'monitor',
    'warning',
    'history.db.set-aside-1: a database that was broken',
  ],
]

describe('health', () => {
  it('is good where nothing is wrong, and says of every check what was seen', () => {
    const report = checkHealth(makeHealthEvidence())
    expect(report.status).toBe('healthy')
    expect(report.checks.map(({ id, result }) => [id, result])).toEqual(HEALTH_CHECKS.map((id) => [id, 'ok']))
    expect(report.checks.every(({ summary }) => summary !== '')).toBe(true)
  })

  it.each(CASES)('by %j: %s is %s', (parts, id, result, words) => {
    const { checks, status } = checkHealth(makeHealthEvidence(parts))
    const check = checks.find((candidate) => candidate.id === id)
    expect(check?.result).toBe(result)
    expect([check?.summary, ...(check?.evidence ?? [])].join('\n')).toContain(words)
    expect(result === 'ok' || result === 'unknown' || check?.advice).toBeTruthy()
    if (result === 'critical') expect(status).toBe('critical')
  })

  it('calls nothing fine that a scan may still find, and what it found already as bad as it is', () => {
    const issues = [issue('corrupted_json', { action: 'repair' })]
    const { checks } = checkHealth(makeHealthEvidence({ status: scan(null), issues }))
    const unknown = checks.filter(({ result }) => result === 'unknown').map(({ id }) => id)
    expect(unknown).toEqual(['errors', 'temporary_files', 'integration', 'clock', 'monitor'])
    expect(checks.find(({ id }) => id === 'broken_files')?.result).toBe('warning')
  })

  it('is as bad as the worst that is known', () => {
    const unknown = { watchUse: null, errorLog: { kind: 'unseen', reason: 'No.' } as const }
    expect(checkHealth(makeHealthEvidence(unknown)).status).toBe('healthy')
    const warned = { ...unknown, memoryBytes: 3e9 }
    expect(checkHealth(makeHealthEvidence(warned)).status).toBe('warning')
  })

  it.each([
    ['hook_failure', 'fix_hooks', 'hooks'],
    ['loose_permissions', 'fix_permissions', 'permissions'],
    ['disk_space', 'free_space', 'disk_space'],
    ['corrupted_json', 'repair', 'broken_files'],
    ['missing_integration', 'integrate', 'integration'],
    ['stale_session', 'clean_up', 'temporary_files'],
  ] as const)('offers for %s the plan %s', (type, action, id) => {
    const { checks } = checkHealth(makeHealthEvidence({ issues: [issue(type, { action })] }))
    expect(checks.find((check) => check.id === id)?.request).toMatchObject({ action })
  })
})

describe('a report', () => {
  const report = checkHealth(
    makeHealthEvidence({
      issues: [issue('loose_permissions', { action: 'fix_permissions' })],
      unreadHooks: [{ hook: 'evil\u001b[2J\n', reason: '\u202eNo.' }],
    }),
  )

  it('has the lines that users of the original look for, and nothing that steers a terminal', () => {
    const lines = reportLines(report)
    expect(lines.slice(0, 3)).toEqual([
      'Trinitas Health Check Report',
      'Generated: Mon Nov 23 21:10:57 UTC 2026',
      '================================',
    ])
    expect(lines).toContain('Total Issues Found: 2')
    expect(lines).toContain('⚠️  System Status: WARNING')
    expect(lines).toContain('Minor issues detected. System is functional but should be monitored.')
    expect(lines).toContain('Recommendations:')
    expect(lines.at(-1)).toMatch(/^\d\. Permissions: Run: trinitas fix permissions$/)
    expect(lines.join('\n')).toContain('evil\\u{1b}[2J\\u{a}')
    expect(lines.join('')).not.toMatch(/\p{Cc}|\u202e/u)
  })

  it('is read again by a later run, and nothing else is taken for one', () => {
    expect(parsePastReport('a.json', JSON.parse(JSON.stringify(reportJson(report))))).toEqual({
      name: 'a.json',
      checkedAtMs: HEALTH_NOW_MS,
      status: 'warning',
      failed: ['Calls of hooks', 'Permissions'],
    })
    for (const content of [null, [], {}, { status: 'fine' }, { ...reportJson(report), checks: [{}] }])
      expect(parsePastReport('a.json', content)).toBeNull()
  })
})
