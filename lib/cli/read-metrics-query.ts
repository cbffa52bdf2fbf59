import { AppError } from '#lib/errors.ts'
import { parseDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { parseWords } from '#lib/format/word-list.ts'
import {
  DEFAULT_METRICS_RANGE,
  LONGEST_RANGE_MS,
  MEASURED_OUTCOMES,
  type MeasuredOutcome,
  type MetricsQuery,
} from '#lib/model/metrics-query.ts'
import type { CommandInput, OptionSpec } from './command.ts'
import { isDay } from './read-moment.ts'

/** Which results are meant: of what time, and of whom. */
export const METRICS_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  within: {
    type: 'string',
    value: 'TIME',
    help: `the last 15m, 6h, 7d or another time, up to now (${DEFAULT_METRICS_RANGE})`,
  },
  from: { type: 'string', value: 'TIME', help: 'instead: from this time on, such as 2026-11-24T10:00:00Z' },
  to: { type: 'string', value: 'TIME', help: 'up to this time (now)' },
  agent: { type: 'string', value: 'NAMES', help: 'of these agents only, with commas between them' },
  project: { type: 'string', value: 'NAMES', help: 'of these projects only' },
  status: { type: 'string', value: 'NAMES', help: `of ${MEASURED_OUTCOMES.join(', ')}` },
  compare: { type: 'boolean', help: 'beside the period of the same length before' },
}

type Options = CommandInput['options']

/** The metrics that options name. Throws `AppError('usage')` that says what was expected. */
export function readMetricsQuery(options: Options, nowMs: number): MetricsQuery {
  return {
    ...readRange(options, nowMs),
    agents: readWords(options.agent),
    projects: readWords(options.project),
    outcomes: readWords(options.status).map(readOutcome),
    compare: options.compare === true,
  }
}

function readRange(
  { within, from, to }: Options,
  nowMs: number,
): Pick<MetricsQuery, 'fromMs' | 'untilMs' | 'live'> {
  if (from === undefined && to === undefined) {
    const lengthMs = readLength(String(within ?? DEFAULT_METRICS_RANGE))
    return { fromMs: nowMs - lengthMs, untilMs: nowMs, live: true }
  }
  if (within !== undefined)
    throw new AppError('usage', '--within is a time that ends now: expected it without --from and --to.')
  const untilMs = to === undefined ? nowMs : readInstant('--to', to)
  const fromMs = from === undefined ? untilMs - 86_400_000 : readInstant('--from', from)
  if (fromMs >= untilMs) throw new AppError('usage', '--from is not before --to.')
  if (untilMs - fromMs > LONGEST_RANGE_MS)
    throw new AppError(
      'usage',
      '--from is more than 400 days before --to, which is as far as the history goes.',
    )
  return { fromMs, untilMs, live: false }
}

function readLength(text: string): number {
  const lengthMs = parseDuration(text)
  if (lengthMs !== null && lengthMs >= 1000 && lengthMs <= LONGEST_RANGE_MS) return lengthMs
  throw wrong('--within', text, 'a time such as 15m, 24h or 7d, of at most 400 days')
}

function readInstant(option: string, value: unknown): number {
  const text = String(value)
  const atMs = Date.parse(text)
  if ((/^\d{4}-\d\d$/.test(text) || isDay(text)) && Number.isFinite(atMs)) return atMs
  throw wrong(option, text, 'a time such as 2026-11-24T10:00:00Z')
}

/** As in a URL, a comma in a name is written %2C. */
const readWords = (value: unknown): string[] => parseWords(String(value ?? '')).filter((word) => word !== '')

function readOutcome(word: string): MeasuredOutcome {
  const outcome = MEASURED_OUTCOMES.find((known) => known === word)
  if (outcome !== undefined) return outcome
  throw wrong('--status', word, MEASURED_OUTCOMES.join(', '))
}

const wrong = (option: string, text: string, expected: string): AppError =>
  new AppError('usage', `${option} is "${printable(text)}": expected ${expected}.`)
