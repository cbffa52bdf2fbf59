import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { SHARE_TICKS, type ShareTick, type ShareTicks } from '#lib/model/share.ts'
import { makeTellingView, VIEW_AGENTS } from '#lib/testing/make-telling-view.ts'
import { redactMetrics } from './redact-metrics.ts'

const ticks = (...ticked: ShareTick[]): ShareTicks => ({
  errorTexts: ticked.includes('errorTexts'),
  projects: ticked.includes('projects'),
  sessionIds: ticked.includes('sessionIds'),
})
const EVERY_CHOICE = Array.from({ length: 2 ** SHARE_TICKS.length }, (_, bits) =>
  ticks(...SHARE_TICKS.filter((_tick, at) => bits & (2 ** at))),
)

/** Every string in a value, the names of fields included. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    Array.isArray(value) ? stringsOf(inner) : [name, ...stringsOf(inner)],
  )
}

/** What the product itself writes, whatever the files say. */
const OWN_WORDS = /^(?:Session \d+|Error \d+|exact|within_1_percent|success|error|timeout|interrupted|)$/
const OWN_FIELDS = new Set(
  Object.entries(makeTellingView()).flatMap(([name, value]) => [name, ...fieldsOf(value)]),
)

function fieldsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(fieldsOf)
  return Object.entries(value).flatMap(([name, inner]) => [name, ...fieldsOf(inner)])
}

/** A field that nobody decided about, planted in every object of a value. */
function planted(value: unknown, canary: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => planted(inner, canary))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.entries(value).map(([name, held]) => [name, planted(held, canary)] as const)
  return { ...Object.fromEntries(inner), [canary]: canary, nested: { [canary]: [canary] } }
}

describe('a redacted view', () => {
  it('has all the numbers, and of sessions and errors only these', () => {
    const view = makeTellingView()
    expect(redactMetrics(view, ticks())).toEqual({
      ...view,
      filter: { ...view.filter, projects: [] },
      slowestSessions: view.slowestSessions.map((session, at) => ({ ...session, id: `Session ${at + 1}` })),
      frequentErrors: [
        { text: 'Error 1', count: 2, lastAtMs: view.range.fromMs, sessionId: '', agents: [VIEW_AGENTS[1]] },
      ],
    })
  })

  it('shows each of the rest where it is ticked, and no other', () => {
    const view = makeTellingView()
    const withProjects = redactMetrics(view, ticks('projects'))
    expect(withProjects.filter.projects).toEqual(view.filter.projects)
    expect(JSON.stringify(withProjects)).not.toMatch(/session-of|ENOENT/)
    const withIds = redactMetrics(view, ticks('sessionIds'))
    expect(withIds.slowestSessions).toEqual(view.slowestSessions)
    expect(withIds.frequentErrors).toEqual(redactMetrics(view, ticks()).frequentErrors)
    expect(JSON.stringify(withIds)).not.toMatch(/secret-project|ENOENT/)
    const withTexts = redactMetrics(view, ticks('errorTexts'))
    expect(withTexts.frequentErrors).toMatchObject([{ text: 'ENOENT of … in …', sessionId: '' }])
    expect(JSON.stringify(withTexts)).not.toMatch(/session-of|secret-project/)
    expect(redactMetrics(view, ticks(...SHARE_TICKS))).toEqual(view)
  })

  it.each([
    ['run-20261124-of-ada', 'no file of run-<hex>-of-ada left', 'no file of … left'],
    ['ada_17', 'ada_<n> and ada_17 failed', 'ada_<n> and ada_17 failed'],
    ['the-run-of-17.5', 'lost the-run-of-<n>, and nadia', 'lost … and nadia'],
    ['(a+)+ what$', 'it says (a+)+ what$ now', 'it says … now'],
  ])('leaves the id %s out of an error’s words', (id, text, seen) => {
    const [error] = makeTellingView().frequentErrors
    const view = makeTellingView({
      frequentErrors: error === undefined ? [] : [{ ...error, text, sessionId: id }],
    })
    expect(redactMetrics(view, ticks('errorTexts')).frequentErrors[0]?.text).toBe(seen)
    expect(redactMetrics(view, ticks('errorTexts', 'sessionIds')).frequentErrors[0]?.text).toBe(text)
  })

  it('hides a field that nobody decided about, wherever it comes to be', () => {
    const canary = 'nobody-decided-about-this'
    const view = planted(makeTellingView(), canary) as MetricsView
    expect(JSON.stringify(view).split(canary).length).toBeGreaterThan(30)
    for (const show of EVERY_CHOICE) {
      const seen = redactMetrics(view, show)
      expect(JSON.stringify(seen)).not.toContain(canary)
      expect(new Set(fieldsOf(seen))).toEqual(new Set([...OWN_FIELDS]))
    }
  })

  it('keeps no text but names of agents and the time zone, whatever the view says', () => {
    const word = fc.string({ minLength: 1 })
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 4 }),
        fc.array(word, { maxLength: 4 }),
        word,
        (ids, texts, agent) => {
          const [session] = makeTellingView().slowestSessions
          const [error] = makeTellingView().frequentErrors
          const view = makeTellingView({
            filter: { agents: [agent], projects: texts, outcomes: [] },
            slowestSessions: session === undefined ? [] : ids.map((id) => ({ ...session, id })),
            frequentErrors:
              error === undefined
                ? []
                : texts.map((text, at) => ({ ...error, text, sessionId: ids[at] ?? 'x' })),
          })
          const allowed = new Set<string>([agent, ...VIEW_AGENTS, view.heatMap.timeZone, ...OWN_FIELDS])
          const seen = stringsOf(redactMetrics(view, ticks()))
          expect(seen.filter((text) => !allowed.has(text) && !OWN_WORDS.test(text))).toEqual([])
        },
      ),
    )
  })
})
