import { describe, expect, it } from 'vitest'
import { metricsQuerySchema } from '#lib/http/metrics-requests.ts'
import type { ShareTicks } from '#lib/model/share.ts'
import { shareCommand, snapshotHref, viewHref, withFixedTimes } from './view-address.ts'

const NOW_MS = Date.UTC(2026, 10, 24, 12)
const NONE: ShareTicks = { errorTexts: false, projects: false, sessionIds: false }

const parsed = (query: string) => metricsQuerySchema.parse(Object.fromEntries(new URLSearchParams(query)))

describe('the address of a view', () => {
  it.each([
    ['', 24],
    ['within=1h&agent=a', 1],
    ['within=7d&compare=yes', 7 * 24],
  ])('with fixed times is from %j to now', (query, hours) => {
    const fixed = parsed(withFixedTimes(query, NOW_MS))
    const { fromMs, untilMs, ...rest } = parsed(query)
    expect(untilMs - fromMs).toBe(hours * 3_600_000)
    expect(fixed).toEqual({ ...rest, fromMs: NOW_MS - hours * 3_600_000, untilMs: NOW_MS, live: false })
  })

  it('that has fixed times already is left as it is', () => {
    const query = 'within=custom&from=2026-11-23T10%3A00%3A00Z&to=2026-11-24T10%3A00%3A00Z'
    expect(withFixedTimes(query, NOW_MS)).toBe(query)
  })

  it('is that of the page, or of one file with what is ticked', () => {
    expect([viewHref(''), viewHref('within=1h')]).toEqual(['/performance', '/performance?within=1h'])
    expect(snapshotHref('within=1h', NONE)).toBe('/api/metrics/snapshot?within=1h')
    const all = { errorTexts: true, projects: true, sessionIds: true }
    expect(snapshotHref('', all)).toBe('/api/metrics/snapshot?show=errors%2Cprojects%2Csessions')
  })
})

describe('the command that makes the same link', () => {
  it('names each part of the view, and quotes what a shell would read otherwise', () => {
    const show = { ...NONE, errorTexts: true }
    const query = 'within=6h&agent=a,b&project=%2Fhome%2Fit%27s&status=error&compare=yes&hidden=x'
    expect(shareCommand({ query, name: 'The team', expires: '7d', show })).toBe(
      `trinitas share --name 'The team' --within 6h --agent a,b --project '/home/it'\\''s' --status error --compare --expires 7d --show errors`,
    )
    const fixed = 'within=custom&from=2026-11-24T10%3A00%3A00Z&to=2026-11-25T10%3A00%3A00Z'
    expect(shareCommand({ query: fixed, name: 'T', expires: '1d', show: NONE })).toBe(
      'trinitas share --name T --from 2026-11-24T10:00:00Z --to 2026-11-25T10:00:00Z --expires 1d',
    )
    expect(shareCommand({ query: '', name: '', expires: '1d', show: NONE })).toBe(
      'trinitas share --name NAME --expires 1d',
    )
  })
})
