import { describe, expect, it } from 'vitest'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { makeAgent, makeView } from '#lib/testing/make-view.ts'
import { renderSnapshot } from './render-snapshot.ts'

const NOTHING = { errorTexts: false, projects: false, sessionIds: false }
const EVERYTHING = { errorTexts: true, projects: true, sessionIds: true }

function embedded(html: string): MetricsView {
  const [, json = ''] =
    /<script type="application\/json" id="trinitas-metrics">([^<]*)<\/script>/.exec(html) ?? []
  return JSON.parse(json) as MetricsView
}

/** A word that is found wherever it is written, in each place that holds a word of somebody. */
function planted(): MetricsView {
  const [session] = makeView().slowestSessions
  const [error] = makeView().frequentErrors
  if (!session || !error) throw new Error('The view has neither sessions nor errors.')
  return makeView({
    filter: { agents: [], projects: ['canary-project'], outcomes: [] },
    slowestSessions: [{ ...session, id: 'canary-session' }],
    frequentErrors: [{ ...error, text: 'canary-error', sessionId: 'canary-session' }],
  })
}

describe('a snapshot', () => {
  it('shows the numbers of its view as tiles, charts, tables and JSON', () => {
    const html = renderSnapshot(makeView(), NOTHING)
    for (const text of ['1,210', '94.2 %', '12 s', '2.83×', 'krukai-optimizer', 'Execution time, average'])
      expect(html).toContain(text)
    expect(html.match(/<svg /g)).toHaveLength(13)
    expect(embedded(html).totals).toEqual(makeView().totals)
    expect(embedded(html).range).toEqual(makeView().range)
  })

  it('says of when and of whom it is, and what it does not show', () => {
    const view = makeView({
      filter: { agents: ['vector-auditor'], projects: ['a', 'b'], outcomes: ['error'] },
    })
    const html = renderSnapshot(view, { ...NOTHING, sessionIds: true })
    expect(html).toContain('2026-11-24 11:00:00 to 2026-11-24 19:00:00 (Europe/Berlin)')
    expect(html).toContain('<dd>vector-auditor</dd>')
    expect(html).toContain('<dd>2 projects, without names</dd>')
    expect(html).toContain('<dd>texts of errors; names of projects; answers, prompts and paths.</dd>')
    expect(renderSnapshot(view, EVERYTHING)).toContain('<dd>a, b</dd>')
  })

  it('has nothing that was not ticked, in no form', () => {
    expect(renderSnapshot(planted(), NOTHING)).not.toContain('canary')
    const shown = (tick: keyof typeof NOTHING) =>
      new Set(renderSnapshot(planted(), { ...NOTHING, [tick]: true }).match(/canary-\w+/g))
    expect(shown('errorTexts')).toEqual(new Set(['canary-error']))
    expect(shown('projects')).toEqual(new Set(['canary-project']))
    expect(shown('sessionIds')).toEqual(new Set(['canary-session']))
  })

  it('masks what looks like a key in the texts of errors', () => {
    const [error] = makeView().frequentErrors
    const text = 'No access with sk-abcdefghijklmnopqrstuvwxyz'
    const html = renderSnapshot(
      makeView({ frequentErrors: [{ ...(error ?? expect.fail('no error')), text }] }),
      EVERYTHING,
    )
    expect([html.includes('ijklmnop'), html.includes('No access with sk-a••••••')]).toEqual([false, true])
  })

  it('runs nothing, asks for nothing and tells nobody where it was', () => {
    const html = renderSnapshot(makeView(), EVERYTHING)
    expect(html).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"')
    expect(html).toContain('<meta name="referrer" content="no-referrer">')
    expect(html).toContain('<meta name="robots" content="noindex, nofollow">')
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="application/json" id="trinitas-metrics">'])
    expect(html).not.toMatch(/\b(?:src|href|srcset|action|on\w+)=|@import|url\(|<link|<iframe|<object|<base/i)
  })

  it('is left by no text that files may hold', () => {
    const hostile = '</script><!--<script>alert(1)</script> " onload=x \u202e\u2028 ]]>'
    const [error] = makeView().frequentErrors
    const view = makeView({
      agents: [makeAgent(hostile, 0)],
      frequentErrors: [{ ...(error ?? expect.fail('no error')), text: hostile, agents: [hostile] }],
      filter: { agents: [hostile], projects: [hostile], outcomes: [] },
    })
    const html = renderSnapshot(view, EVERYTHING)
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html.match(/<\/script/g)).toHaveLength(1)
    expect(html).not.toContain('<!--')
    expect(embedded(html).agents[0]?.agent).toBe(hostile)
    expect(html).toContain(
      '&lt;/script&gt;&lt;!--&lt;script&gt;alert(1)&lt;/script&gt; &quot; onload=x \\u{202e}',
    )
  })

  it('says what it knows nothing of, instead of drawing it', () => {
    const unknown = makeView().range.startsMs.map(() => null)
    const { resources } = makeView()
    const html = renderSnapshot(makeView({ resources: { ...resources, diskFreeBytes: unknown } }), NOTHING)
    expect(html.match(/<svg /g)).toHaveLength(12)
    expect(html).toContain('Nothing to draw in this range: Free disk space.')
  })
})
