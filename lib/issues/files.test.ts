import { describe, expect, it } from 'vitest'
import { makeEvidence, makeFile, unlisted } from '#lib/testing/make-evidence.ts'
import { detectCorruptedJson } from './detect-corrupted-json.ts'
import { detectFutureTime } from './detect-future-time.ts'
import { detectLargeResult } from './detect-large-result.ts'
import { detectLoosePermissions } from './detect-loose-permissions.ts'
import { detectTruncatedReport } from './detect-truncated-report.ts'

const NOW_MS = Date.UTC(2026, 10, 24)
const broken = makeFile({ problemCode: 'invalid_json', problemDetail: 'Not JSON: unexpected "s" in line 6.' })
const report = makeFile({ ...broken, path: 'failed/s/recovery_report.json', area: 'failed', kind: 'report' })

describe('corrupted JSON', () => {
  it('is each file whose content cannot be used, reports aside', () => {
    expect(detectCorruptedJson(makeEvidence({ unusable: [report] }))).toBeNull()
    expect(detectCorruptedJson(makeEvidence({ unusable: [broken, report] }))).toMatchObject({
      severity: 'high',
      count: 1,
      description: '1 corrupted JSON file found',
      sinceMs: 1000,
      action: 'repair',
      advice: expect.stringContaining('editor'),
      items: [{ name: broken.path, sessionId: 's', evidence: broken.problemDetail, sizeBytes: 100 }],
    })
  })

  it('is unknown of what could not be read', () => {
    expect(detectCorruptedJson(makeEvidence({ unread: [unlisted('failed', 'failed')] }))).toMatchObject({
      severity: 'medium',
      certainty: 'unknown',
      description: '1 file or directory could not be read, so what is in there is unknown',
    })
  })
})

describe('a truncated report', () => {
  const found = {
    kind: 'broken',
    path: '/logs/r.json',
    reason: 'cut',
    sizeBytes: 3,
    modifiedAtMs: 5,
  } as const
  const unseen = { kind: 'unseen', path: '/logs', reason: 'No permission.' } as const

  it('is one beside a failed session, or in the logs', () => {
    expect(detectTruncatedReport(makeEvidence())).toBeNull()
    expect(
      detectTruncatedReport(makeEvidence({ unusable: [broken, report], reports: [found] })),
    ).toMatchObject({
      count: 2,
      description: '2 recovery reports cut short',
      items: [{ name: report.path }, { name: '/logs/r.json', evidence: 'cut', sizeBytes: 3, sinceMs: 5 }],
    })
  })

  it('is none that is whole, though it is no object', () => {
    const list = { ...report, problemCode: 'not_a_result' } as const
    expect(detectTruncatedReport(makeEvidence({ unusable: [list] }))).toBeNull()
  })

  it('is unknown where the logs cannot be seen', () => {
    expect(detectTruncatedReport(makeEvidence({ reports: [unseen] }))).toMatchObject({
      certainty: 'unknown',
      items: [{ name: '/logs', evidence: 'No permission.' }],
    })
  })
})

describe('loose permissions', () => {
  const shown = [
    { path: 'temp', what: 'directory', mode: 0o755, sizeBytes: 4096 },
    { path: 'temp/r.json', what: 'file', mode: 0o644, sizeBytes: 100 },
  ] as const

  it('say what mode each has and which it should', () => {
    expect(detectLoosePermissions(makeEvidence())).toBeNull()
    const permissions = { shown: [...shown], files: 49_999, directories: 1, unseen: [] }
    expect(detectLoosePermissions(makeEvidence({ permissions }))).toMatchObject({
      count: 50_000,
      description: '49,999 files and 1 directory open to other users',
      items: [
        { name: 'temp', evidence: 'Mode 755, expected 700.', sizeBytes: null },
        { name: 'temp/r.json', evidence: 'Mode 644, expected 600.', sizeBytes: 100 },
      ],
    })
  })

  it('can be closed', () => {
    const permissions = { shown: [...shown], files: 1, directories: 1, unseen: [] }
    expect(detectLoosePermissions(makeEvidence({ permissions }))?.action).toBe('fix_permissions')
  })

  it('are unknown of what cannot be listed', () => {
    const permissions = { shown: [], files: 0, directories: 0, unseen: [{ path: 'failed', reason: 'No.' }] }
    expect(detectLoosePermissions(makeEvidence({ permissions }))).toMatchObject({
      certainty: 'unknown',
      count: 1,
      description: 'Who may read what is in 1 place is unknown',
    })
  })
})

describe('a large result', () => {
  it('is told with its size', () => {
    expect(detectLargeResult(makeEvidence())).toBeNull()
    expect(detectLargeResult(makeEvidence({ large: [makeFile({ sizeBytes: 12e6 })] }))).toMatchObject({
      description: '1 result file over 10 MB',
      items: [{ evidence: '12 MB long.', sizeBytes: 12e6 }],
    })
  })
})

describe('a time in the future', () => {
  it('is told, whether it is that of a change or of a result', () => {
    const hourAheadMs = NOW_MS + 3_600_000
    const future = [makeFile({ modifiedAtMs: hourAheadMs }), makeFile({ endedAtMs: hourAheadMs })]
    expect(detectFutureTime(makeEvidence(), NOW_MS)).toBeNull()
    expect(detectFutureTime(makeEvidence({ future }), NOW_MS)).toMatchObject({
      count: 2,
      sinceMs: null,
      action: null,
      items: [{ evidence: 'It changed last in 1 h.' }, { evidence: 'Its timestamp is in 1 h.' }],
    })
  })
})
