import { LOG_LEVELS, type LogLevel } from '#lib/model/log.ts'

/** What programs write for some of them, and people ask for. */
const OTHER_NAMES: ReadonlyMap<string, LogLevel> = new Map([
  ['warn', 'warning'],
  ['err', 'error'],
  ['crit', 'critical'],
  ['fatal', 'critical'],
])

/** The level of a name, whatever its case; `null` where it is none. */
export function levelNamed(word: string): LogLevel | null {
  const name = word.trim().toLowerCase()
  return LOG_LEVELS.find((level) => level === name) ?? OTHER_NAMES.get(name) ?? null
}
