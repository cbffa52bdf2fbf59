import { printable } from '#lib/format/printable.ts'
import type { WebhookSettings } from '#lib/model/alert-settings.ts'
import type { AlertMessage } from '#lib/model/alert-view.ts'

/** What is sent, by the format of the webhook. */
export function webhookBody(format: WebhookSettings['format'], message: AlertMessage): string {
  return JSON.stringify(format === 'slack' ? { text: slackText(message) } : genericBody(message))
}

function genericBody({ kind, atMs, raisedAtMs, ...message }: AlertMessage) {
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  return { event: kind, test: kind === 'test', ...message, at: iso(atMs), raisedAt: iso(raisedAtMs) }
}

const slackText = ({ title, text, source }: AlertMessage): string =>
  `*${escapeSlack(title)}* on ${escapeSlack(source)}\n${escapeSlack(text)}`

/** Names come from files: nobody is called by `<!channel>`, and no link is made of what an agent is called. */
const escapeSlack = (text: string): string =>
  printable(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
