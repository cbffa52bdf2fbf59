import { describe, expect, it } from 'vitest'
import { csvHref, svgHref } from './chart-href.ts'

describe('where a chart is had as a file', () => {
  it('has the range and filter of the page, and what is wanted of it', () => {
    const exported = { chart: 'execution-time', query: 'within=7d&agent=a%252Cb', measure: 'p95' } as const
    expect(svgHref(exported, 'dark')).toBe(
      '/api/metrics/chart?within=7d&agent=a%252Cb&chart=execution-time&theme=dark&measure=p95',
    )
    expect(csvHref({ table: 'agents', query: exported.query })).toBe(
      '/api/metrics/export?within=7d&agent=a%252Cb&table=agents',
    )
  })

  it('says which tokens are drawn', () => {
    expect(svgHref({ chart: 'tokens', query: '', tokens: 'cache-read' }, 'light')).toBe(
      '/api/metrics/chart?chart=tokens&theme=light&tokens=cache-read',
    )
  })

  it('is not changed by what the page has under the same names', () => {
    expect(csvHref({ table: 'errors', query: '?table=sessions&within=1h' })).toBe(
      '/api/metrics/export?table=errors&within=1h',
    )
  })
})
