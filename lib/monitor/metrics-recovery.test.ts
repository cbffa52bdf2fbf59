import { describe, expect, it } from 'vitest'
import type { Operation } from '#lib/model/operation.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { createMonitor, type Monitor } from '#lib/monitor.ts'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { CLEAN_UP, filledForCleanUp, HOUR_MS, type RecoveryHome } from '#lib/testing/recovery-home.ts'

const DAY_MS = 24 * HOUR_MS
const RETENTION_MS = 7 * DAY_MS

type Counted = { results: number; unreadable: number; sessions: number }

async function count(monitor: Monitor): Promise<Counted> {
  const untilMs = Date.now() + DAY_MS
  const query = { agents: [], projects: [], outcomes: [], live: false, compare: false }
  const { totals } = await monitor.metrics({ ...query, fromMs: untilMs - 90 * DAY_MS, untilMs })
  const { results, unreadable, sessions } = totals
  return { results, unreadable, sessions }
}

/** What a restart finds: everything is compared with what is on disk. */
async function countAnew({ home }: RecoveryHome, expected: Counted): Promise<void> {
  const monitor = createMonitor(configOf(home.path))
  try {
    await monitor.ready()
    await expect.poll(() => count(monitor), { timeout: 10_000 }).toEqual(expected)
  } finally {
    await monitor.close()
  }
}

/** A home with a session to clean up, a result that was cut short, one that is hopeless, and one past its retention. */
function filled(): RecoveryHome {
  const place = filledForCleanUp()
  const text = hookText(hookResult({ session_id: 'cut', result: 'An answer of some length' }, Date.now()))
  place.home.write('completed/cut/cut.json', text.slice(0, text.indexOf('of some')), { ageMs: HOUR_MS })
  place.home.result({ session_id: 'lost' }, { directory: 'completed/lost', name: 'ok.json', ageMs: HOUR_MS })
  place.home.write('completed/lost/bad.json', 'Segmentation fault', { ageMs: HOUR_MS })
  const oldMs = RETENTION_MS + DAY_MS
  place.home.result(
    { session_id: 'old', timestamp: new Date(Date.now() - oldMs).toISOString() },
    { directory: 'completed/old', name: 'old.json', ageMs: oldMs },
  )
  place.home.write('integrated/old_integrated.json', '{"session_id": "old"}', { ageMs: oldMs })
  return place
}

const REQUESTS: readonly [string, PlanRequest, Counted][] = [
  ['clean-up', CLEAN_UP, { results: 6, unreadable: 2, sessions: 5 }],
  // What was cut short says again what it said; what is hopeless is set aside, and counts as it did.
  ['repair', { action: 'repair', files: null, accept: true }, { results: 7, unreadable: 1, sessions: 6 }],
  ['retention', { action: 'free_space' }, { results: 6, unreadable: 2, sessions: 5 }],
]

describe('what changes a home', () => {
  it.each(REQUESTS)(
    'counts no result twice and forgets none: %s, undone and done again',
    { timeout: 60_000 },
    async (_what, request, after) => {
      await using place = filled()
      const before = { results: 6, unreadable: 2, sessions: 5 }
      const monitor = createMonitor({ ...configOf(place.home.path), sweepIntervalMs: 500 })
      try {
        await monitor.ready()
        const become = (expected: Counted) =>
          expect.poll(() => count(monitor), { timeout: 10_000, interval: 20 }).toEqual(expected)
        await become(before)
        const done = await carryOut(place, request)
        await become(after)
        await carryOut(place, { action: 'undo', operation: done.id })
        await become(before)
        await carryOut(place, request)
        await become(after)
      } finally {
        await monitor.close()
      }
      await countAnew(place, after)
    },
  )
})

async function carryOut(place: RecoveryHome, request: PlanRequest): Promise<Operation> {
  const operation = await place.execute(await place.plan(request))
  expect(operation.items.some(({ outcome }) => outcome === 'done')).toBe(true)
  return operation
}
