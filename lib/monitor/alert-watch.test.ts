import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { type AlertEvidence, UNKNOWN_EVIDENCE } from '#lib/model/alert.ts'
import type { AlertsConfig } from '#lib/model/alert-settings.ts'
import type { AlertsNow } from '#lib/model/alert-view.ts'
import type { AuditEvent } from '#lib/model/audit.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { makeAlertEvidence, makeTally, withTerms } from '#lib/testing/make-alerts.ts'
import { startReceiver } from '#lib/testing/start-receiver.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { type AlertWatchOptions, createAlertWatch } from './alert-watch.ts'

const START = Date.parse('2026-11-24T10:00:00Z')
const MINUTE_MS = 60_000
const AT_ONCE = withTerms('stale_sessions', { forMs: 0, clearForMs: 0, cooldownMs: 0 })
const owner = ownUser()
const viewer = { ...owner, role: 'viewer', name: 'Ada' } as const

/** Alerts of a home, with a clock and evidence that the test sets. */
function watching(
  home: TemporaryHome,
  config: AlertsConfig = AT_ONCE,
  options: Partial<AlertWatchOptions> = {},
) {
  const audited: AuditEvent[] = []
  const at = { nowMs: START, evidence: makeAlertEvidence() }
  const watch = createAlertWatch({
    config,
    home: home.path,
    directory: join(home.path, 'monitor'),
    readEvidence: async () => at.evidence,
    audit: (event) => audited.push(event),
    now: () => at.nowMs,
    ...options,
  })
  const see = async (evidence: Partial<AlertEvidence>, laterMs = MINUTE_MS): Promise<void> => {
    at.nowMs += laterMs
    at.evidence = makeAlertEvidence(evidence)
    await watch.look()
  }
  return { watch, see, audited, [Symbol.asyncDispose]: watch.close }
}

const logOf = (home: TemporaryHome): string[] =>
  readFileSync(`${home.path}/logs/session_monitor.log`, 'utf8').trimEnd().split('\n')

const withWebhooks = (...urls: string[]): AlertsConfig => ({
  ...AT_ONCE,
  webhooks: urls.map((url, at) => ({ name: `hook ${at}`, url, format: 'json', allowPrivate: true })),
})

describe('the watch', () => {
  it('writes one line a change, and none for a look at which nothing changed', async () => {
    using home = temporaryHome()
    await using of = watching(home)
    for (const staleSessions of [6, 6, 7, 1, 1]) await of.see({ staleSessions })
    expect(logOf(home)).toEqual([
      '[2026-11-24T10:01:00.000Z] [WARNING] Alert raised: Stale sessions: 6, over 5',
      '[2026-11-24T10:04:00.000Z] [INFO] Alert cleared: Stale sessions: 1 after 3 min',
    ])
    expect(statSync(`${home.path}/logs/session_monitor.log`).mode & 0o777).toBe(0o600)
  })

  it('writes one line, whatever an agent is called', async () => {
    using home = temporaryHome()
    await using of = watching(home)
    const agents = [{ agent: 'a\n[x] [INFO] forged\u202e', ...makeTally({ results: 50, errors: 50 }) }]
    await of.see({ windows: [{ windowMs: 60 * MINUTE_MS, overall: makeTally(), agents }] })
    expect(logOf(home)).toEqual([
      '[2026-11-24T10:01:00.000Z] [WARNING] Alert raised: Success rate of a\\u{a}[x] [INFO] forged\\u{202e}: 0 %, under 70 %',
    ])
  })

  it('writes through no link, and goes on without a log', async () => {
    using home = temporaryHome()
    using outside = temporaryHome()
    mkdirSync(`${home.path}/logs`)
    writeFileSync(`${outside.path}/precious`, 'kept')
    symlinkSync(`${outside.path}/precious`, `${home.path}/logs/session_monitor.log`)
    await using of = watching(home)
    await of.see({ staleSessions: 6 })
    expect(readFileSync(`${outside.path}/precious`, 'utf8')).toBe('kept')
    expect(of.watch.now().raised).toHaveLength(1)
  })

  it('goes on after a restart where it was, and tells nothing twice', async () => {
    using home = temporaryHome()
    {
      await using of = watching(home)
      await of.see({ staleSessions: 6 })
    }
    await using of = watching(home)
    expect(of.watch.now().raised).toMatchObject([{ rule: 'stale_sessions', raisedAtMs: START + MINUTE_MS }])
    await of.see({ staleSessions: 6 }, 5 * MINUTE_MS)
    await of.see({ staleSessions: 0 }, 5 * MINUTE_MS)
    expect(logOf(home).map((line) => line.split(': ')[0]?.split('] ').at(-1))).toEqual([
      'Alert raised',
      'Alert cleared',
    ])
    expect(of.watch.view().incidents).toMatchObject([
      { raisedAtMs: START + MINUTE_MS, clearedAtMs: START + 10 * MINUTE_MS, value: 6 },
    ])
  })

  it('keeps an alert while nothing can be read, and says that', async () => {
    using home = temporaryHome()
    const evidence = { fails: false }
    await using of = watching(home, AT_ONCE, {
      readEvidence: async () => {
        if (evidence.fails) throw new AppError('home_unreadable', 'It is gone.')
        return makeAlertEvidence({ staleSessions: 6 })
      },
    })
    await of.watch.look()
    evidence.fails = true
    await of.watch.look()
    expect(of.watch.now().raised).toMatchObject([{ value: 6, unknown: expect.stringContaining('not known') }])
    expect(UNKNOWN_EVIDENCE.staleSessions).toBeNull()
  })

  it('tells pages of what is raised, of values that change, and of nothing else', async () => {
    using home = temporaryHome()
    await using of = watching(home)
    const heard: AlertsNow[] = []
    const end = of.watch.subscribe((now) => heard.push(now))
    for (const staleSessions of [1, 2, 6, 6, 7, 0]) await of.see({ staleSessions })
    end()
    await of.see({ staleSessions: 9 })
    expect(heard.map(({ raised, told }) => [raised[0]?.value ?? null, told.length])).toEqual([
      [null, 0],
      // That everything was judged for the first time.
      [null, 0],
      [6, 1],
      // A change that is told, then that what is raised is another.
      [6, 1],
      [7, 1],
      [null, 2],
      [null, 2],
    ])
    expect(heard.map(({ revision }) => revision)).toEqual(
      heard.map(({ revision }) => revision).toSorted((a, b) => a - b),
    )
  })
})

describe('a mute', () => {
  it('keeps an alert from people, over a restart too, and is written down', async () => {
    using home = temporaryHome()
    {
      await using of = watching(home)
      of.watch.mute(owner, 'stale_sessions', START + 60 * MINUTE_MS)
      expect(of.audited).toEqual([
        {
          user: owner.name,
          action: 'mute_alert',
          outcome: 'done',
          detail: { alert: 'stale_sessions', untilMs: START + 60 * MINUTE_MS },
        },
      ])
    }
    await using of = watching(home)
    await of.see({ staleSessions: 6 })
    expect(of.watch.now()).toMatchObject({
      raised: [{ rule: 'stale_sessions', mutedUntilMs: START + 60 * MINUTE_MS }],
      told: [],
    })
    expect(logOf(home)).toEqual([
      '[2026-11-24T10:01:00.000Z] [WARNING] Alert raised: Stale sessions: 6, over 5 (not told: muted, or told not long ago)',
    ])
    of.watch.mute(owner, 'stale_sessions', null)
    await of.see({ staleSessions: 6 })
    expect(of.watch.now().told).toMatchObject([{ text: 'Alert still raised: Stale sessions: 6, over 5' }])
  })

  it('is an owner’s, and of an alert that there is', async () => {
    using home = temporaryHome()
    await using of = watching(home)
    expect(() => of.watch.mute(viewer, 'stale_sessions', START + 1)).toThrow(/only an owner/)
    expect(() => of.watch.mute(owner, 'no_such', START + 1)).toThrow(/There is no alert "no_such"/)
    await expect(of.watch.test(viewer)).rejects.toThrow(/only an owner/)
    expect(of.audited).toEqual([])
  })

  it('is not made where it cannot be written down', async () => {
    using home = temporaryHome()
    const audit = (): never => {
      throw new AppError('journal_unusable', 'The journal cannot be written.')
    }
    await using of = watching(home, AT_ONCE, { audit })
    expect(() => of.watch.mute(owner, 'stale_sessions', START + 60 * MINUTE_MS)).toThrow('cannot be written')
    await of.see({ staleSessions: 6 })
    expect(of.watch.now().told).toHaveLength(1)
  })
})

describe('webhooks', () => {
  it('are sent what is raised and cleared, are tried again, and each delivery is kept', async () => {
    using home = temporaryHome()
    await using receiver = await startReceiver([500, 200])
    await using of = watching(home, withWebhooks(receiver.url), { retryDelaysMs: [1] })
    await of.see({ staleSessions: 6 })
    await receiver.until(() => receiver.received.length === 2)
    await of.see({ staleSessions: 0 })
    await receiver.until(({ event }) => event === 'cleared')
    expect(receiver.received.map(({ event, rule, value }) => [event, rule, value])).toEqual([
      ['raised', 'stale_sessions', 6],
      ['raised', 'stale_sessions', 6],
      ['cleared', 'stale_sessions', 0],
    ])
    await of.watch.close()
    await using again = watching(home)
    expect(again.watch.view().deliveries.map(({ webhook, tries, text }) => [webhook, tries, text])).toEqual([
      ['hook 0', 1, 'Alert cleared: Stale sessions: 0 after 1 min'],
      ['hook 0', 2, 'Alert raised: Stale sessions: 6, over 5'],
    ])
  })

  it('are not known by their address to whoever looks', async () => {
    using home = temporaryHome()
    await using receiver = await startReceiver()
    await using of = watching(home, withWebhooks(receiver.url))
    await of.watch.test(owner)
    expect(JSON.stringify(of.watch.view())).not.toContain('secret-path')
    expect(of.watch.view().webhooks).toMatchObject([{ maskedUrl: expect.stringMatching(/^http:.*\/…$/) }])
  })

  it('that fail keep nothing else from being told', async () => {
    using home = temporaryHome()
    await using receiver = await startReceiver()
    const gone = await startReceiver()
    await gone[Symbol.asyncDispose]()
    await using of = watching(home, withWebhooks(gone.url, receiver.url), { retryDelaysMs: [3_600_000] })
    await of.see({ staleSessions: 6 })
    await receiver.until(({ event }) => event === 'raised')
    expect(existsSync(`${home.path}/logs/session_monitor.log`)).toBe(true)
  })

  it('are sent a test that says that it is one, and that says how it went', async () => {
    using home = temporaryHome()
    await using receiver = await startReceiver([200, 404])
    await using of = watching(home, withWebhooks(receiver.url))
    expect(await of.watch.test(owner)).toEqual({
      webhooks: [{ name: 'hook 0', status: 'delivered', detail: 'answered 200' }],
    })
    expect(await of.watch.test(owner)).toMatchObject({
      webhooks: [{ status: 'failed', detail: 'answered 404' }],
    })
    expect(receiver.received[0]).toMatchObject({ event: 'test', test: true, title: 'Test alert' })
    expect(of.watch.now().told[0]).toMatchObject({ title: 'Test alert', test: true })
    expect(of.watch.view()).toMatchObject({ incidents: [], deliveries: [{ test: true }, { test: true }] })
    expect(logOf(home)[0]).toContain('[INFO] Test alert: This is a test of the alerts')
  })
})
