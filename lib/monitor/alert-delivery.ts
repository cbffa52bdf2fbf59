import { hostname } from 'node:os'
import type { AlertLog } from '#lib/alert-log/alert-log.ts'
import { alertName, changeWords } from '#lib/format/alert-words.ts'
import { type AlertChange, RULE_SHAPES } from '#lib/model/alert.ts'
import type { WebhookSettings } from '#lib/model/alert-settings.ts'
import type { AlertMessage, AlertTest } from '#lib/model/alert-view.ts'
import { logFault } from '#lib/store/log-fault.ts'
import { deliverWebhook } from '#lib/webhooks/deliver-webhook.ts'
import { webhookBody } from '#lib/webhooks/webhook-body.ts'

type Delivered = AlertTest['webhooks'][number]

export type AlertDelivery = {
  /** To every webhook at once, in the background, with as many tries as it takes. */
  send(message: AlertMessage): void
  /** The same once, to all or to one, and how it went. */
  sendOnce(message: AlertMessage, to?: string): Promise<Delivered[]>
  /** Gives up what is on its way, and resolves when that is written down. */
  close(): Promise<void>
}

export type DeliveryOptions = {
  home: string
  webhooks: () => readonly WebhookSettings[]
  log: AlertLog
  now: () => number
  /** Called whenever the log says something else of a delivery. */
  onChange: () => void
  retryDelaysMs?: readonly number[]
}

export function createAlertDelivery({
  home,
  webhooks,
  log,
  now,
  onChange,
  retryDelaysMs,
}: DeliveryOptions): AlertDelivery {
  const stop = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const deliver = async (
    webhook: WebhookSettings,
    message: AlertMessage,
    delaysMs: readonly number[] | undefined,
  ): Promise<Delivered> => {
    const { name } = webhook
    const { text, kind } = message
    const id = log.beginDelivery({ webhook: name, text, test: kind === 'test', begunAtMs: now() })
    const { status, detail } = await deliverWebhook(webhook, webhookBody(webhook.format, message), {
      signal: stop.signal,
      ...(delaysMs === undefined ? {} : { retryDelaysMs: delaysMs }),
      onTry({ tries, status, detail, last }) {
        log.endTry(id, { lastAtMs: now(), tries, detail, status: last ? status : 'trying' })
        if (last && status === 'failed')
          logFault(
            home,
            `A message to the webhook ${name} was given up after ${tries} tries: ${detail}`,
            now(),
          )
        onChange()
      },
    })
    return { name, status, detail }
  }
  const all = (
    message: AlertMessage,
    delaysMs: readonly number[] | undefined,
    to?: string,
  ): Promise<Delivered[]> => {
    const meant = webhooks().filter(({ name }) => to === undefined || name === to)
    const sent = Promise.all(meant.map((webhook) => deliver(webhook, message, delaysMs)))
    underWay.add(sent)
    return sent.finally(() => underWay.delete(sent))
  }
  return {
    send: (message) => void all(message, retryDelaysMs),
    sendOnce: (message, to) => all(message, [], to),
    async close() {
      stop.abort()
      await Promise.all(underWay)
    },
  }
}

export const messageOf = (change: AlertChange): AlertMessage => ({
  kind: change.kind,
  title: alertName(change),
  text: changeWords(change),
  rule: change.rule,
  agent: change.agent,
  value: change.value,
  threshold: change.threshold,
  unit: RULE_SHAPES[change.rule].unit,
  atMs: change.atMs,
  raisedAtMs: change.raisedAtMs,
  source: hostname(),
})

export const testMessage = (by: string, atMs: number): AlertMessage => ({
  kind: 'test',
  title: 'Test alert',
  text: `This is a test of the alerts, sent by ${by}. Nothing is wrong.`,
  rule: null,
  agent: null,
  value: null,
  threshold: null,
  unit: null,
  atMs,
  raisedAtMs: null,
  source: hostname(),
})
