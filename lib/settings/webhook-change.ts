import type { Config } from '#lib/config.ts'
import type { SettingChange, SettingPath } from '#lib/model/setting.ts'
import { maskUrl } from '#lib/webhooks/mask-url.ts'
import type { JsoncChange } from './edit-jsonc.ts'

/** The name of the webhook that a path is of: `["alerts", "webhooks", <name>]`; `null` for any other setting. */
export function webhookName([first, second, name, ...rest]: SettingPath): string | null {
  const isOne = first === 'alerts' && second === 'webhooks' && name !== undefined && rest.length === 0
  return isOne ? name : null
}

/** Whether the file has a webhook of that name, right or wrong. */
export const hasWebhook = (content: unknown, path: SettingPath): boolean =>
  namesOf(content).includes(webhookName(path))

/** Adds, replaces or takes out a webhook, which the file knows by its place in a list alone. */
export function webhookEdit(content: unknown, { path, value }: SettingChange): JsoncChange[] {
  const name = webhookName(path)
  const names = namesOf(content)
  const at = names.indexOf(name)
  const list = ['alerts', 'webhooks'] as const
  if (value === null) return at === -1 ? [] : [{ path: [...list, at], value: undefined }]
  if (typeof value !== 'object' || !('url' in value)) return []
  const { url, format, allowPrivate } = value
  const webhook = { name: name ?? '', url, format, ...(allowPrivate ? { allowPrivate } : {}) }
  return [{ path: [...list, at === -1 ? names.length : at], value: webhook }]
}

function namesOf(content: unknown): unknown[] {
  const list = fieldOf(fieldOf(content, 'alerts'), 'webhooks')
  return Array.isArray(list) ? list.map((item: unknown) => fieldOf(item, 'name')) : []
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined

export const NO_WEBHOOK = 'none'

/** What of a webhook may be told: its address is a secret. */
export function webhookText({ alerts }: Config, path: SettingPath): string {
  const found = alerts.webhooks.find(({ name }) => name === webhookName(path))
  return found === undefined ? NO_WEBHOOK : `${found.format} to ${maskUrl(found.url)}`
}
