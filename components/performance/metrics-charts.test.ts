import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { makeMetricsView } from '#lib/testing/make-metrics-view.ts'
import { MetricsCharts, type ShownParts } from './metrics-charts.tsx'

const view = makeMetricsView(
  [
    {
      agent: 'alpha',
      minutesAgo: 1,
      executionMs: 5000,
      outcome: 'error',
      sessionId: 'secret-session',
      project: 'secret-project',
      error: 'secret-error',
    },
  ],
  { projects: ['secret-project'] },
)

const draw = (shown: ShownParts, linkSessions: boolean): string =>
  renderToString(
    createElement(NuqsTestingAdapter, null, createElement(MetricsCharts, { view, shown, linkSessions })),
  )

const ALL = { slowestSessions: true, frequentErrors: true, projects: true }

describe('the charts of somebody who may see less', () => {
  it('leave out sessions, errors and projects, and lead nowhere', () => {
    const page = draw({ slowestSessions: false, frequentErrors: false, projects: false }, false)
    expect(page).toContain('alpha')
    expect(page).toContain('some projects')
    expect(page).not.toContain('secret')
    expect(page).not.toContain('href')
  })

  it('show what was allowed, still without ways to sessions', () => {
    const page = draw(ALL, false)
    for (const word of ['secret-session', 'secret-error', 'secret-project']) expect(page).toContain(word)
    expect(page).not.toContain('href')
  })

  it('lead to sessions where that is wanted', () => {
    expect(draw(ALL, true)).toContain('href="/sessions/secret-session"')
  })
})
