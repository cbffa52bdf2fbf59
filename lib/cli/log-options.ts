import { AppError } from '#lib/errors.ts'
import { levelNamed } from '#lib/format/log-level.ts'
import { printable } from '#lib/format/printable.ts'
import { LOG_LEVELS, type LogFilter, type LogLevel } from '#lib/model/log.ts'
import type { CommandInput } from './command.ts'
import { readMoment } from './read-moment.ts'

export type LogOptions = {
  filter: LogFilter
  isFiltered: boolean
  follow: boolean
  lines: number
  context: number
}

const LINES = 50
const CHOSEN_LINES = 10_000
const LINES_LIMIT = 100_000
const CONTEXT_LIMIT = 20

/** What somebody wants of a log. Throws `AppError('usage')` that says what was expected. */
export function readLogOptions(
  options: CommandInput['options'],
  nowMs: number,
  plainLines = LINES,
): LogOptions {
  const levels = readLevels(options.level)
  const sinceMs = readMoment('--since', options.since, nowMs)
  const untilMs = readMoment('--until', options.until, nowMs)
  const text = options.grep === undefined ? null : ({ kind: 'pattern', text: String(options.grep) } as const)
  const isFiltered = levels.length > 0 || text !== null || sinceMs !== null || untilMs !== null
  return {
    filter: { levels, text, sinceMs, untilMs },
    isFiltered,
    follow: options.follow === true,
    lines: readCount('--lines', options.lines, LINES_LIMIT) ?? (isFiltered ? CHOSEN_LINES : plainLines),
    context: readCount('--context', options.context, CONTEXT_LIMIT) ?? 0,
  }
}

function readLevels(value: unknown): LogLevel[] {
  if (value === undefined) return []
  return String(value)
    .split(',')
    .map((word) => {
      const level = levelNamed(word)
      if (level !== null) return level
      throw wrong(
        '--level',
        word,
        `levels with commas between: ${LOG_LEVELS.join(', ')}; warn and fatal are warning and critical`,
      )
    })
}

function readCount(option: string, value: unknown, limit: number): number | null {
  if (value === undefined) return null
  const text = String(value)
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (count <= limit) return count
  throw wrong(option, text, `a number of at most ${limit}`)
}

const wrong = (option: string, text: string, expected: string): AppError =>
  new AppError('usage', `${option} is "${printable(text)}": expected ${expected}.`)
