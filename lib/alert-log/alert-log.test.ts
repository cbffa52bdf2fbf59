import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { AlertChange, AlertState, AlertStates } from '#lib/model/alert.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { createAlertLog, KEPT_MS } from './alert-log.ts'

const NOW = 1_800_000_000_000

const state: AlertState = {
  rule: 'agent_success_rate',
  agent: 'krukai',
  raisedAtMs: NOW,
  heldMs: null,
  evaluatedAtMs: NOW,
  value: 0.1,
  threshold: 0.7,
  unknown: null,
  toldAtMs: NOW,
  told: true,
}
const states: AlertStates = { alerts: [state], mutes: { error_rate: NOW + 1000 } }

const change = (of: Partial<AlertChange>): AlertChange => ({
  kind: 'raised',
  rule: 'agent_success_rate',
  agent: 'krukai',
  atMs: NOW,
  raisedAtMs: NOW,
  value: 0.1,
  threshold: 0.7,
  tell: true,
  because: null,
  ...of,
})

const incident = {
  id: 1,
  rule: 'agent_success_rate',
  agent: 'krukai',
  raisedAtMs: NOW,
  clearedAtMs: null,
  value: 0.1,
  threshold: 0.7,
  switchedOff: false,
}

/** Opens the log of a home, and closes it with the test. */
function openLog(directory: string) {
  const log = createAlertLog(directory, () => NOW)
  return { ...log, [Symbol.dispose]: log.close }
}

describe('the log of alerts', () => {
  it('survives a restart: states, mutes, and what was raised', () => {
    using home = temporaryHome()
    const directory = join(home.path, 'monitor')
    const first = createAlertLog(directory, () => NOW)
    expect(first.notice()).toBeNull()
    first.put(states, [change({})], NOW)
    first.close()
    const second = createAlertLog(directory, () => NOW)
    expect(second.states()).toEqual(states)
    expect(second.incidents(10)).toEqual([incident])
    second.put({ alerts: [], mutes: {} }, [change({ kind: 'cleared', atMs: NOW + 60_000 })], NOW + 60_000)
    second.close()
    using third = openLog(directory)
    expect(third.states()).toEqual({ alerts: [], mutes: {} })
    expect(third.incidents(10)).toEqual([{ ...incident, clearedAtMs: NOW + 60_000 }])
  })

  it('is its user’s alone', () => {
    using home = temporaryHome()
    const directory = join(home.path, 'monitor')
    using log = openLog(directory)
    log.put(states, [], NOW)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(directory))
      expect(statSync(join(directory, name)).mode & 0o777, name).toBe(0o600)
  })

  it('keeps what is raised however long, and what is over for 90 days', () => {
    using home = temporaryHome()
    using log = openLog(join(home.path, 'monitor'))
    log.put(
      states,
      [change({}), change({ agent: 'other' }), change({ kind: 'cleared', agent: 'other' })],
      NOW,
    )
    log.beginDelivery({ webhook: 'team', text: 'x', test: false, begunAtMs: NOW })
    log.put(states, [], NOW + KEPT_MS)
    expect([log.incidents(10).length, log.deliveries(10).length]).toEqual([2, 1])
    log.put(states, [], NOW + KEPT_MS + 1)
    expect(log.incidents(10)).toEqual([incident])
    expect(log.deliveries(10)).toEqual([])
  })

  it('knows deliveries with their tries, and that those on their way ended with the dashboard', () => {
    using home = temporaryHome()
    const directory = join(home.path, 'monitor')
    const first = createAlertLog(directory, () => NOW)
    const id = first.beginDelivery({ webhook: 'team', text: 'hello', test: true, begunAtMs: NOW })
    first.endTry(id, { lastAtMs: NOW + 1, tries: 1, status: 'trying', detail: 'answered 500' })
    const delivery = {
      id,
      webhook: 'team',
      text: 'hello',
      test: true,
      begunAtMs: NOW,
      lastAtMs: NOW + 1,
      tries: 1,
    }
    expect(first.deliveries(10)).toEqual([{ ...delivery, status: 'trying', detail: 'answered 500' }])
    first.close()
    using second = openLog(directory)
    expect(second.deliveries(10)).toEqual([
      { ...delivery, status: 'failed', detail: 'The dashboard ended before it was delivered.' },
    ])
  })

  it('forgets a state that is none, and begins that alert anew', () => {
    using home = temporaryHome()
    const directory = join(home.path, 'monitor')
    createAlertLog(directory).close()
    const db = new DatabaseSync(join(directory, 'alerts.db'))
    db.exec(`INSERT INTO states VALUES ('error_rate', '{"rule": "error_rate"}'), ('x', 'no JSON')`)
    db.close()
    using log = openLog(directory)
    expect(log.states().alerts).toEqual([])
  })

  it('is set aside where it is broken, and says so', () => {
    using home = temporaryHome()
    const directory = join(home.path, 'monitor')
    mkdirSync(directory, { mode: 0o700 })
    writeFileSync(join(directory, 'alerts.db'), 'This is no database.'.repeat(100), { mode: 0o600 })
    using log = openLog(directory)
    expect(log.notice()).toMatch(/was broken\. It was set aside as .*alerts\.db\.set-aside-/)
    log.put(states, [change({})], NOW)
    expect(log.incidents(10)).toHaveLength(1)
    expect(readdirSync(directory).filter((name) => name.includes('set-aside'))).toHaveLength(1)
  })

  it('lives in memory where a newer version wrote it, somebody else may have, or another dashboard does', () => {
    using home = temporaryHome()
    const directory = join(home.path, 'monitor')
    const path = join(directory, 'alerts.db')
    createAlertLog(directory).close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    const notices = [noticeOf(directory)]
    chmodSync(path, 0o666)
    notices.push(noticeOf(directory))
    using other = temporaryHome()
    using kept = openLog(join(other.path, 'monitor'))
    notices.push(kept.notice() ?? noticeOf(join(other.path, 'monitor')))
    for (const [at, part] of [
      'newer version',
      'may be written by others',
      'another Trinitas dashboard',
    ].entries())
      expect(notices[at]).toMatch(new RegExp(`^The history of alerts is kept in memory only: .*${part}`))
  })

  it('goes on without a disk that can be written', () => {
    using home = temporaryHome()
    writeFileSync(join(home.path, 'monitor'), 'no directory')
    using log = openLog(join(home.path, 'monitor'))
    expect(log.notice()).toContain('kept in memory only')
    log.put(states, [change({})], NOW)
    expect(log.incidents(10)).toEqual([incident])
  })
})

/** What it says of itself; and it takes what is put into it all the same. */
function noticeOf(directory: string): string | null {
  using log = openLog(directory)
  log.put(states, [change({})], NOW)
  expect(log.incidents(10)).toEqual([incident])
  return log.notice()
}
