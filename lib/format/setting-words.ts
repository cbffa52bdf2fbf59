import type { SettingSource, SettingValue } from '#lib/model/setting.ts'

/** "on", "5m", "a, b": a value in a sentence. */
export function valueText(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ')
  return String(value)
}

/** Where a value comes from. */
export function sourceWords(source: SettingSource): string {
  switch (source.from) {
    case 'default':
      return 'by default'
    case 'file':
      return 'from the config file'
    default:
      return `from ${source.name}`
  }
}
