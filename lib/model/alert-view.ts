import type { AlertChange, AlertState, AlertSubject } from './alert.ts'
import type { ShownThresholds, WebhookSettings } from './alert-settings.ts'
import type { Identity } from './identity.ts'

/** One time that an alert was raised. */
export type AlertIncident = AlertSubject & {
  id: number
  raisedAtMs: number
  /** `null` while it is raised. */
  clearedAtMs: number | null
  /** When it was raised. */
  value: number | null
  threshold: number
  /** Cleared because its rule was switched off, not because the condition was over. */
  switchedOff: boolean
}

/** One message to one webhook, with all tries at it. */
export type WebhookDelivery = {
  id: number
  webhook: string
  /** What it says. */
  text: string
  test: boolean
  begunAtMs: number
  lastAtMs: number
  tries: number
  status: 'trying' | 'delivered' | 'failed'
  /** What the other side answered, or why it was not reached; never its address. */
  detail: string
}

/** An alert as pages show it. */
export type ShownAlert = AlertState & {
  /** `null` where it is not muted. */
  mutedUntilMs: number | null
  /** By the config file, which a page cannot change. */
  mutedByFile: boolean
  windowMs: number
}

/** What every page shows, and what the stream keeps current. */
export type AlertsNow = {
  /** Grows with every change of what follows. */
  revision: number
  raised: ShownAlert[]
  /** What a browser may be notified of: changes that go to people, the newest last; a few. */
  told: ToldAlert[]
}

export type ToldAlert = {
  id: number
  title: string
  text: string
  test: boolean
  atMs: number
}

export type AlertsView = {
  now: AlertsNow
  /** Every alert that is judged, those that are raised first. */
  alerts: ShownAlert[]
  /** The newest first. */
  incidents: AlertIncident[]
  deliveries: WebhookDelivery[]
  webhooks: ShownWebhook[]
  thresholds: ShownThresholds
  /** When everything was judged last; `null` before the first time. */
  evaluatedAtMs: number | null
  intervalMs: number
  /** Where the history of alerts is and why, when it is not simply on disk; `null` otherwise. */
  notice: string | null
}

/** Its address is a secret: only where it leads is shown. */
export type ShownWebhook = Pick<WebhookSettings, 'name' | 'format' | 'allowPrivate'> & { maskedUrl: string }

export type AlertTest = { webhooks: { name: string; status: 'delivered' | 'failed'; detail: string }[] }

/** What pages and routes ask of the alerts. */
export type Alerts = {
  now(): AlertsNow
  view(): AlertsView
  /** `null` ends it. Throws `AppError('refused')` for whoever is no owner, `request_invalid` for what is no alert. */
  mute(by: Identity, key: string, untilMs: number | null): void
  /** Sends an alert that says it is a test, by every way there is, or of the webhooks to one alone. */
  test(by: Identity, webhook?: string): Promise<AlertTest>
  /** Calls `listener` with what is so now, and again with every change, until the returned function is called. */
  subscribe(listener: (now: AlertsNow) => void): () => void
}

/** What leaves by webhook. */
export type AlertMessage = {
  kind: AlertChange['kind'] | 'test'
  title: string
  text: string
  rule: string | null
  agent: string | null
  value: number | null
  threshold: number | null
  unit: string | null
  atMs: number
  raisedAtMs: number | null
  /** The name of the machine. */
  source: string
}
