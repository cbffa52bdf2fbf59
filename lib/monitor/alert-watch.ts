import { createAlertLog } from '#lib/alert-log/alert-log.ts'
import { evaluateAlerts } from '#lib/alerts/evaluate-alerts.ts'
import { AppError } from '#lib/errors.ts'
import { changeWords } from '#lib/format/alert-words.ts'
import {
  type AlertChange,
  type AlertEvidence,
  type AlertStates,
  alertKey,
  UNKNOWN_EVIDENCE,
} from '#lib/model/alert.ts'
import { type AlertsConfig, isAlertRule } from '#lib/model/alert-settings.ts'
import type { Alerts, AlertsNow } from '#lib/model/alert-view.ts'
import type { AuditEvent } from '#lib/model/audit.ts'
import { requireOwner } from '#lib/model/identity.ts'
import { appendLogLine } from '#lib/store/append-line.ts'
import { SESSION_LOG } from '#lib/store/log-names.ts'
import { createBulletin } from './alert-bulletin.ts'
import { createAlertDelivery, messageOf, testMessage } from './alert-delivery.ts'
import { createSessionLog, type SessionSource } from './session-log.ts'
import { showAlerts, viewAlerts } from './show-alerts.ts'

export type AlertWatchOptions = {
  config: AlertsConfig
  home: string
  /** The product's own directory in the home. */
  directory: string
  readEvidence: (nowMs: number, config: AlertsConfig) => Promise<AlertEvidence>
  /** Without, no session is written of. */
  sessions?: SessionSource
  /** Writes down who changed what; a change that cannot be written down is not made. */
  audit: (event: AuditEvent) => void
  now?: () => number
  retryDelaysMs?: readonly number[]
}

export type AlertWatch = Alerts & {
  /** Judges everything once: what changed is written down and told. One look at a time. */
  look(): Promise<void>
  /** Looks now, and from then on at the interval of the settings. */
  start(): void
  /** Judges by these settings and tells these webhooks from now on; once started, at once. */
  reconfigure(config: AlertsConfig): void
  close(): Promise<void>
}

/** Keeps the alerts of a home: judges, remembers, and tells. */
export function createAlertWatch(options: AlertWatchOptions): AlertWatch {
  const { home, directory, readEvidence, audit, now = Date.now, retryDelaysMs } = options
  let { config } = options
  const log = createAlertLog(directory, now)
  let states: AlertStates = log.states()
  let evaluatedAtMs: number | null = null
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | null = null
  let closed = false
  const bulletin = createBulletin(() => showAlerts(config, states, now()).raised, now())
  const sessionLog = options.sessions ? createSessionLog({ home, log, source: options.sessions, now }) : null
  const delivery = createAlertDelivery({
    home,
    webhooks: () => config.webhooks,
    log,
    now,
    onChange: () => bulletin.publish(null),
    ...(retryDelaysMs === undefined ? {} : { retryDelaysMs }),
  })

  const tell = (change: AlertChange): void => {
    writeChange(home, change)
    if (!change.tell) return
    const message = messageOf(change)
    delivery.send(message)
    bulletin.publish(message)
  }
  const judge = async (): Promise<void> => {
    const evidence = await readOrUnknown((nowMs) => readEvidence(nowMs, config), now())
    if (closed) return
    const nowMs = now()
    const before = evaluatedAtMs === null ? null : shownKey(bulletin.now())
    const { state, changes } = evaluateAlerts(config, evidence, states, nowMs)
    states = state
    evaluatedAtMs = nowMs
    // Written down first, so that nothing is told twice, whenever the program ends.
    log.put(states, changes, nowMs)
    for (const change of changes) tell(change)
    if (shownKey(bulletin.now()) !== before) bulletin.publish(null)
  }
  const look = (): Promise<void> => {
    looking ??= judge().finally(() => {
      looking = null
    })
    return looking
  }
  const start = (): void => {
    clearInterval(timer)
    // What is being judged now is judged by what was so before.
    void (looking ?? Promise.resolve()).then(look)
    timer = setInterval(() => void look(), config.intervalMs)
  }
  return {
    look,
    start() {
      sessionLog?.start()
      start()
    },
    reconfigure(next) {
      config = next
      if (timer !== undefined && !closed) start()
    },
    now: bulletin.now,
    subscribe: bulletin.subscribe,
    view: () => ({
      ...viewAlerts({ config, states, log, nowMs: now() }),
      now: bulletin.now(),
      evaluatedAtMs,
    }),
    mute(by, key, untilMs) {
      requireOwner(by)
      requireKnown(key, states)
      audit({ user: by.name, action: 'mute_alert', outcome: 'done', detail: { alert: key, untilMs } })
      const { [key]: _, ...mutes } = states.mutes
      states = { ...states, mutes: untilMs === null ? mutes : { ...mutes, [key]: untilMs } }
      log.put(states, [], now())
      bulletin.publish(null)
    },
    async test(by, to) {
      requireOwner(by)
      if (to !== undefined && !config.webhooks.some(({ name }) => name === to))
        throw new AppError(
          'request_invalid',
          `There is no webhook ${JSON.stringify(to)}: expected one of the list.`,
        )
      audit({
        user: by.name,
        action: 'test_alert',
        outcome: 'done',
        detail: to === undefined ? {} : { webhook: to },
      })
      const message = testMessage(by.name, now())
      const text = `${message.title}: ${message.text}`
      appendLogLine(home, SESSION_LOG, { atMs: message.atMs, level: 'INFO', text })
      bulletin.publish(message)
      return { webhooks: await delivery.sendOnce(message, to) }
    },
    async close() {
      if (closed) return
      closed = true
      clearInterval(timer)
      sessionLog?.close()
      // A look that is still reading finds that it is too late.
      await delivery.close()
      log.close()
    },
  }
}

/** One line for each time that an alert is raised or cleared, told or not. */
function writeChange(home: string, change: AlertChange): void {
  if (change.kind === 'kept') return
  const level = change.kind === 'raised' ? 'WARNING' : 'INFO'
  const silent = change.tell ? '' : ' (not told: muted, or told not long ago)'
  appendLogLine(home, SESSION_LOG, { atMs: change.atMs, level, text: changeWords(change) + silent })
}

/** What changes while alerts stay as they are: the value of one that is raised, or that it cannot be told. */
const shownKey = ({ raised }: AlertsNow): string =>
  JSON.stringify(
    raised.map((alert) => [alertKey(alert), alert.value, alert.job, alert.unknown, alert.mutedUntilMs]),
  )

/** A home that cannot be read now says nothing of whether all is well. */
async function readOrUnknown(
  read: (nowMs: number) => Promise<AlertEvidence>,
  nowMs: number,
): Promise<AlertEvidence> {
  try {
    return await read(nowMs)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return UNKNOWN_EVIDENCE
  }
}

function requireKnown(key: string, { alerts }: AlertStates): void {
  if (isAlertRule(key) || alerts.some((alert) => alertKey(alert) === key)) return
  throw new AppError('request_invalid', `There is no alert ${JSON.stringify(key)}: expected one of the list.`)
}
