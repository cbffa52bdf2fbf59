import { writeBytes } from '#lib/format/bytes.ts'
import { writeDuration } from '#lib/format/duration.ts'
import type { SettingKind, SettingValue } from '#lib/model/setting.ts'

/** A value of a configuration as one would write it into the file. */
export function writeSetting(kind: SettingKind, value: unknown): SettingValue {
  if (typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'number') return String(value)
  switch (kind.type) {
    case 'duration':
      return value === 0 ? (kind.never ? '0' : '0s') : writeDuration(value)
    case 'bytes':
      return writeBytes(value)
    case 'rate':
      // Of 0.29 no more digits than somebody wrote.
      return `${Number((value * 100).toPrecision(12))} %`
    default:
      return value
  }
}

/** What somebody typed, as the file has it: numbers and lists are no texts there. */
export function readTyped(kind: SettingKind, text: string): SettingValue {
  const trimmed = text.trim()
  switch (kind.type) {
    // Without a unit it is what the file means by a number: milliseconds, and only whole ones.
    case 'duration':
      return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed
    case 'count':
    case 'bytes':
    case 'rate':
      return /^\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed
    case 'switch':
      return SWITCHES.get(trimmed) ?? trimmed
    case 'list':
      return trimmed === '' ? [] : trimmed.split(',').map((item) => item.trim())
    default:
      return trimmed
  }
}

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['on', true],
  ['yes', true],
  ['false', false],
  ['off', false],
  ['no', false],
])
