import { type SettingPath, settingName } from '#lib/model/setting.ts'
import { isObject } from '#lib/model/setting-fields.ts'
import { parseJsonc } from './parse-config-file.ts'
import { hasWebhook } from './webhook-change.ts'

/** Whether the file itself says something of it. */
export const isInFile = (text: string | null, path: SettingPath): boolean =>
  text !== null && valueIn(parseJsonc(text, '', []), path) !== undefined

/** What stands at a path; JSON knows no `undefined`. */
export const valueIn = (content: unknown, path: SettingPath): unknown =>
  path.reduce((value, name) => fieldsOf(value).get(name), content)

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(isObject(value) ? value : {}))

/** Where in the file something of this name stands; keys that nobody knows may hold dots. */
export function pathInFile(text: string | null, name: string): SettingPath | null {
  const content = text === null ? null : parseJsonc(text, '', [])
  const webhook = ['alerts', 'webhooks', name.replace(/^alerts\.webhooks\./, '')]
  return settingName(webhook) === name && hasWebhook(content, webhook) ? webhook : findPath(content, name)
}

function findPath(content: unknown, name: string): SettingPath | null {
  for (const [key, inner] of fieldsOf(content)) {
    if (key === name) return [key]
    const rest = name.startsWith(`${key}.`) ? findPath(inner, name.slice(key.length + 1)) : null
    if (rest !== null) return [key, ...rest]
  }
  return null
}
