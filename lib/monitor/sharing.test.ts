import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal } from '#lib/journal/journal.ts'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { makeTellingView } from '#lib/testing/make-telling-view.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { createSharing } from './sharing.ts'

const HOUR_MS = 3_600_000
const NOTHING = { errorTexts: false, projects: false, sessionIds: false }
const OF_ALL = { agents: [], projects: [], outcomes: [], compare: false }

/** Sharing of a real journal, and a source of metrics that is answered by hand. */
function opened() {
  const home = temporaryHome()
  const journal = createJournal(join(home.path, 'monitor'))
  const asked: { query: MetricsQuery; answer: (view: MetricsView) => void }[] = []
  const metrics = (query: MetricsQuery): Promise<MetricsView> => {
    const { promise, resolve } = Promise.withResolvers<MetricsView>()
    asked.push({ query, answer: resolve })
    return promise
  }
  const reach = { thisMachineOnly: true, outsideUrl: 'http://127.0.0.1:4680' }
  const sharing = createSharing(journal, { metrics, subscribe: () => () => undefined }, reach)
  const made = sharing.share(ownUser(), {
    name: 'Team',
    lifeMs: HOUR_MS,
    query: { ...OF_ALL, range: { live: true, lengthMs: HOUR_MS } },
    show: NOTHING,
  })
  return {
    sharing,
    asked,
    id: made.share.token.id,
    [Symbol.dispose]() {
      journal.close()
      home.remove()
    },
  }
}

describe('the metrics of a share', () => {
  it('are those of its range as it is now, and redacted', async () => {
    using place = opened()
    const shown = place.sharing.sharedMetrics(ownUser(), place.id)
    await expect.poll(() => place.asked.length).toBe(1)
    const { fromMs, untilMs, ...rest } = place.asked[0]?.query ?? { fromMs: 0, untilMs: 0 }
    expect([untilMs - fromMs, Math.abs(Date.now() - untilMs) < 10_000]).toEqual([HOUR_MS, true])
    expect(rest).toEqual({ ...OF_ALL, live: true })
    place.asked[0]?.answer(makeTellingView())
    expect(JSON.stringify(await shown)).not.toMatch(/session-of|secret-project/)
  })

  it('are measured once at a time, and never handed out from before somebody asked', async () => {
    using place = opened()
    const ask = () => place.sharing.sharedMetrics(ownUser(), place.id)
    const first = ask()
    await expect.poll(() => place.asked.length).toBe(1)
    const later = Promise.all(Array.from({ length: 50 }, ask))
    place.asked[0]?.answer(makeTellingView({ generatedAtMs: 1 }))
    expect((await first)?.view.generatedAtMs).toBe(1)
    await expect.poll(() => place.asked.length).toBe(2)
    place.asked[1]?.answer(makeTellingView({ generatedAtMs: 2 }))
    expect(new Set((await later).map((shared) => shared?.view.generatedAtMs))).toEqual(new Set([2]))
    expect(place.asked).toHaveLength(2)
  })

  it('are nobody’s once it was revoked, not even its owner’s', async () => {
    using place = opened()
    place.sharing.revokeShare(ownUser(), place.id)
    expect(await place.sharing.sharedMetrics(ownUser(), place.id)).toBeNull()
    expect(place.asked).toEqual([])
  })
})

describe('who is let in', () => {
  it('are tokens on one side and shares on the other, each ended by its own', () => {
    using place = opened()
    expect([place.sharing.shares().length, place.sharing.tokens()]).toEqual([1, []])
    expect(() => place.sharing.revokeShare(ownUser(), 'nobody')).toThrow('There is no share link "nobody"')
    expect(() => place.sharing.revokeToken(ownUser(), 'nobody')).toThrow('There is no token "nobody"')
  })
})
