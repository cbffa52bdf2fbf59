import { describe, expect, it } from 'vitest'
import { auditHref, exportHref, isFiltered, NO_FILTERS, toAuditQuery } from './audit-params.ts'

const NOW_MS = Date.parse('2026-11-24T12:00:00Z')

describe('the audit page', () => {
  it('asks for the newest of everything where nothing is chosen', () => {
    expect(toAuditQuery(NO_FILTERS, NOW_MS)).toEqual({
      user: null,
      action: null,
      outcome: null,
      fromMs: null,
      untilMs: null,
      beforeSeq: null,
      limit: 100,
    })
    expect(isFiltered({ ...NO_FILTERS, before: 7 })).toBe(false)
  })

  it('takes a range by its name, or between two times', () => {
    expect(toAuditQuery({ ...NO_FILTERS, within: '24h' }, NOW_MS)).toMatchObject({
      fromMs: NOW_MS - 86_400_000,
      untilMs: null,
    })
    const to = new Date(NOW_MS)
    expect(toAuditQuery({ ...NO_FILTERS, within: 'custom', to }, NOW_MS)).toMatchObject({
      fromMs: null,
      untilMs: NOW_MS,
    })
  })

  it('keeps what is chosen on the way to older entries and to a file', () => {
    const params = { ...NO_FILTERS, user: 'ada & co', outcome: 'failed' as const }
    expect(auditHref({ ...params, before: 12 })).toBe('/audit?user=ada+%26+co&outcome=failed&before=12')
    expect(exportHref('csv', toAuditQuery({ ...params, before: 12 }, NOW_MS))).toBe(
      '/api/audit/export?format=csv&user=ada+%26+co&outcome=failed',
    )
  })
})
