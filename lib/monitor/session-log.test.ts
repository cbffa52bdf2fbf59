import { mkdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createAlertLog } from '#lib/alert-log/alert-log.ts'
import type { Session } from '#lib/model/session.ts'
import { makeBatch, makeSnapshot } from '#lib/testing/make-batch.ts'
import { makeSession } from '#lib/testing/make-session.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { createChangeFeed } from './change-feed.ts'
import { createSessionLog } from './session-log.ts'

const NOW = Date.parse('2026-11-24T10:00:00Z')
const quiet = (id: string, ageS: number): Session =>
  makeSession({ id, state: 'stale', lastActivityAtMs: NOW - ageS * 1000 })

const snapshotIn = (phase: 'ready' | 'scanning') => {
  const { status, ...numbers } = makeSnapshot(1)
  return { ...numbers, status: { ...status, scan: { ...status.scan, phase } } }
}

type At = { sessions: Session[]; phase: 'ready' | 'scanning'; revision: number }

/** A home whose sessions the test tells: `tell` as a change, `again` as everything anew. */
function logging(home: TemporaryHome, sessions: Session[]) {
  const feed = createChangeFeed()
  const at: At = { sessions, phase: 'ready', revision: 1 }
  const log = createAlertLog(join(home.path, 'monitor'), () => NOW)
  const sessionLog = createSessionLog({
    home: home.path,
    log,
    now: () => NOW,
    goneAfterMs: 0,
    source: {
      subscribe: feed.subscribe,
      snapshot: async () => snapshotIn(at.phase),
      everySession: async () => at.sessions.filter(({ state }) => state === 'active' || state === 'stale'),
      sessionsOf: async (ids) => at.sessions.filter(({ id }) => ids.includes(id)),
    },
  })
  sessionLog.start()
  return {
    async tell(changed: Session[], removed: string[] = []) {
      at.revision += 1
      const changes = changed.map((session) => ({ session, searchText: '' }))
      feed.publish(makeBatch(at.revision, { changed: changes, removed }))
      await sessionLog.settled()
    },
    /** It has no file for a moment, and is found elsewhere by then. */
    async move(session: Session) {
      at.sessions = [session]
      await this.tell([], [session.id])
    },
    async again(all: Session[], phase: At['phase'] = 'ready') {
      Object.assign(at, { sessions: all, phase, revision: at.revision + 1 })
      feed.resync(at.revision)
      await sessionLog.settled()
    },
    settled: sessionLog.settled,
    [Symbol.dispose]() {
      sessionLog.close()
      log.close()
    },
  }
}

const linesOf = (home: TemporaryHome): string[] =>
  readFileSync(`${home.path}/logs/session_monitor.log`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\[2026-11-24T10:00:00\.000Z\] /, ''))

describe('the lines of sessions', () => {
  it('say once that one turned stale, and what became of it', async () => {
    using home = temporaryHome()
    using of = logging(home, [quiet('def456', 720), makeSession({ id: 'abc', state: 'active' })])
    await of.settled()
    await of.tell([quiet('def456', 720), quiet('abc', 301)])
    await of.tell([makeSession({ id: 'abc', state: 'active', lastActivityAtMs: NOW })])
    await of.tell([makeSession({ id: 'abc', state: 'active', lastActivityAtMs: NOW })])
    await of.tell([makeSession({ id: 'def456', state: 'failed' })])
    await of.tell([quiet('other', 400)])
    await of.tell([], ['other', 'nobody told of'])
    await vi.waitFor(() => expect(linesOf(home)).toHaveLength(6))
    expect(linesOf(home)).toEqual([
      '[WARNING] Stale session: def456 (age: 720s)',
      '[WARNING] Stale session: abc (age: 301s)',
      '[INFO] Active again: abc (it was quiet for 301s)',
      '[INFO] Stale session ended: def456 (failed)',
      '[WARNING] Stale session: other (age: 400s)',
      '[INFO] Stale session gone: other (no file of it is there any more)',
    ])
  })

  it('take no session for gone that has no file only while it is moved', async () => {
    using home = temporaryHome()
    using of = logging(home, [quiet('a', 720)])
    await of.settled()
    await of.move(makeSession({ id: 'a', state: 'failed' }))
    await vi.waitFor(() => expect(linesOf(home)).toHaveLength(2))
    expect(linesOf(home)[1]).toBe('[INFO] Stale session ended: a (failed)')
  })

  it('say nothing again after a restart, and what happened meanwhile', async () => {
    using home = temporaryHome()
    const before = [quiet('a', 720), quiet('b', 720), quiet('c', 720), quiet('d', 720)]
    {
      using of = logging(home, before)
      await of.settled()
    }
    using of = logging(home, [quiet('a', 720), quiet('b', 400), makeSession({ id: 'c', state: 'completed' })])
    await of.settled()
    expect(linesOf(home).slice(before.length)).toEqual([
      '[WARNING] Stale session: b (age: 400s)',
      '[INFO] Stale session ended: c (completed)',
      '[INFO] Stale session gone: d (no file of it is there any more)',
    ])
  })

  it('take no session for gone that was only not read yet', async () => {
    using home = temporaryHome()
    using of = logging(home, [quiet('a', 720)])
    await of.settled()
    await of.again([], 'scanning')
    await of.again([quiet('a', 720)])
    expect(linesOf(home)).toEqual(['[WARNING] Stale session: a (age: 720s)'])
  })

  it('are one for each, whatever a session is called', async () => {
    using home = temporaryHome()
    using of = logging(home, [quiet('a\n[x] [INFO] forged', 720)])
    await of.settled()
    expect(linesOf(home)).toEqual(['[WARNING] Stale session: a\\u{a}[x] [INFO] forged (age: 720s)'])
  })

  it('are left out where the log cannot be written, and come again with the next change', async () => {
    using home = temporaryHome()
    const path = `${home.path}/logs/session_monitor.log`
    mkdirSync(path, { recursive: true })
    using of = logging(home, [quiet('a', 720)])
    await of.settled()
    rmdirSync(path)
    await of.tell([quiet('b', 301)])
    expect(linesOf(home)).toEqual(['[WARNING] Stale session: b (age: 301s)'])
  })
})
