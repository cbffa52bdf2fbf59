import type { WebhookSettings } from './alert-settings.ts'
import { type Faults, type Given, isObject, readFields } from './setting-fields.ts'

/** Who is told of alerts. What is said of a fault never holds the address, which is a secret. */
export function parseWebhooks(value: unknown, source: string, faults: Faults): WebhookSettings[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    faults.push(`${source} is no list: expected [{"name": "team", "url": "https://…", "format": "slack"}]`)
    return []
  }
  const webhooks = value.flatMap((given: unknown, index) => {
    const webhook = parseWebhook(given, `${source}[${index}]`, faults)
    return webhook === null ? [] : [webhook]
  })
  const names = webhooks.map(({ name }) => name)
  for (const name of new Set(names.filter((name, at) => names.indexOf(name) !== at)))
    faults.push(`${source}: two are named ${JSON.stringify(name)}; expected a name of its own for each`)
  return webhooks
}

function parseWebhook(given: unknown, source: string, faults: Faults): WebhookSettings | null {
  if (!isObject(given)) {
    faults.push(`${source} is no object: expected {"name": …, "url": …, "format": "json" or "slack"}`)
    return null
  }
  const { url, ...rest } = given
  const at = (field: string): string => `${source}.${field}`
  const read = readFields(rest, ['name', 'format', 'allowPrivate'], at, faults)
  const name = read('name', toName, '')
  if (given.name === undefined) faults.push(`${at('name')} is missing: expected a name for it`)
  const address = toUrl(url)
  if (!address.ok) faults.push(`${at('url')} is wrong: expected ${address.expected}`)
  const format = read('format', toFormat, 'json')
  const allowPrivate = read('allowPrivate', toSwitch, false)
  return address.ok ? { name, url: address.value, format, allowPrivate } : null
}

const toName: Given<string> = (value) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 100
    ? { ok: true, value }
    : { ok: false, expected: 'a name of 1 to 100 characters' }

const toFormat: Given<WebhookSettings['format']> = (value) =>
  value === 'json' || value === 'slack'
    ? { ok: true, value }
    : { ok: false, expected: '"json", or "slack" for what Slack and its like understand' }

const toSwitch: Given<boolean> = (value) =>
  typeof value === 'boolean' ? { ok: true, value } : { ok: false, expected: 'true or false' }

const toUrl: Given<string> = (value) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
    ? { ok: true, value: url.href }
    : { ok: false, expected: 'an address that begins with https:// or http://' }
}
