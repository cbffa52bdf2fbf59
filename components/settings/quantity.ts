import type { SettingKind, SettingValue } from '#lib/model/setting.ts'

export const UNIT_NAMES: Readonly<Record<string, string>> = {
  ms: 'ms',
  s: 's',
  m: 'min',
  h: 'h',
  d: 'd',
}

/** What stands in a choice of units where nothing is counted. */
export const EVER = 'ever'

export type Quantity = { number: string; unit: string }

/** "5m" as 5 and m; "0" of what may be kept for ever as `ever`. */
export function splitQuantity(kind: SettingKind, value: SettingValue): Quantity {
  const text = String(value)
  if (kind.type === 'duration' && kind.never && text === '0') return { number: '', unit: EVER }
  const [, number = '', unit = ''] = /^([\d.]*)\s*(.*)$/.exec(text) ?? []
  return { number, unit }
}

/** The same as one would write it. */
export function joinQuantity(kind: SettingKind, { number, unit }: Quantity): string {
  if (unit === EVER) return '0'
  return kind.type === 'duration' ? `${number}${unit}` : `${number} ${unit}`
}

/** The units that a setting is chosen in, and the one that it has. */
export function unitsOf(kind: SettingKind, { unit }: Quantity): string[] {
  const usual =
    kind.type === 'duration'
      ? [...kind.units, ...(kind.never ? [EVER] : [])]
      : kind.type === 'bytes'
        ? ['MB', 'GB', 'TB']
        : ['%']
  return usual.includes(unit) || unit === '' ? usual : [unit, ...usual]
}
