import { withoutTerminalCodes } from '#lib/format/log-text.ts'
import type { LogForm, LogLevel } from '#lib/model/log.ts'
import { parseTime } from './parse-time.ts'

export type ParsedLine = { form: LogForm; atMs: number | null; level: LogLevel | null }

const OTHER: ParsedLine = { form: 'other', atMs: null, level: null }

/** The two known forms. The original's monitor puts the time in brackets, its recovery does not. */
const KNOWN =
  /^(?:\[([^\]]{10,40})\]|(\d{4}-\d\d-\d\d[T ][^[\]]{5,30}?))\s{1,4}\[\s{0,4}([A-Za-z_]{1,20})\s{0,4}\]/

/** A longer line of JSON is a line of text. */
const JSON_CHARACTERS = 1024 * 1024

/** What is known of a line by its form. What has none is a line without time or level. */
export function parseLine(text: string): ParsedLine {
  // A colour may stand before everything.
  const plain = text.startsWith('\u001b') ? withoutTerminalCodes(text) : text
  if (plain.startsWith('{')) return plain.length > JSON_CHARACTERS ? OTHER : parseJsonLine(plain)
  const match = KNOWN.exec(plain)
  if (match === null) return OTHER
  const [, bracketed, bare, level = ''] = match
  const atMs = parseTime(bracketed ?? bare ?? '')
  if (atMs === null) return OTHER
  return { form: bracketed === undefined ? 'plain' : 'bracketed', atMs, level: levelOf(level) }
}

function parseJsonLine(text: string): ParsedLine {
  const fields = parseObject(text)
  if (fields === null) return OTHER
  const pick = (names: readonly string[]): unknown =>
    names.map((name) => fields.get(name)).find((value) => value !== undefined)
  const level = pick(['level', 'severity'])
  return {
    form: 'json',
    atMs: parseTime(pick(['time', 'timestamp', 'ts'])),
    level:
      typeof level === 'number' ? numberedLevel(level) : typeof level === 'string' ? levelOf(level) : null,
  }
}

function parseObject(text: string): Map<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null
    throw error
  }
}

/** Words that programs use; the last of them are how an operation ended, in our own log of recovery. */
const LEVEL_WORDS: Readonly<Record<LogLevel, readonly string[]>> = {
  trace: ['trace', 'verbose', 'silly'],
  debug: ['debug', 'dbg'],
  info: ['info', 'information', 'notice', 'success', 'done', 'running'],
  warning: ['warning', 'warn', 'partial'],
  error: ['error', 'err', 'failed', 'failure'],
  critical: ['critical', 'crit', 'fatal', 'alert', 'emergency', 'emerg', 'panic'],
}

const LEVELS = new Map(
  Object.entries(LEVEL_WORDS).flatMap(([level, words]) =>
    words.map((word) => [word, level as LogLevel] as const),
  ),
)

export const levelOf = (word: string): LogLevel | null => LEVELS.get(word.toLowerCase()) ?? null

/** As pino and bunyan count. */
function numberedLevel(level: number): LogLevel | null {
  const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'] as const
  return names[Math.floor(level / 10) - 1] ?? null
}
