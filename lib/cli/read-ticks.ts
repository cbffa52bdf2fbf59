import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { SHARE_TICKS, type ShareTicks, TICK_WORDS } from '#lib/model/share.ts'
import type { OptionSpec } from './command.ts'

const WORDS = Object.values(TICK_WORDS)

export const SHOW_OPTION: OptionSpec = {
  type: 'string',
  value: 'NAMES',
  help: `also ${WORDS.join(', ')}; else numbers and agents alone`,
}

/** What `--show` names. Throws `AppError('usage')` that says what was expected. */
export function readTicks(value: unknown): ShareTicks {
  const words = value === undefined ? [] : String(value).split(',')
  if (words.some((word) => !WORDS.some((known) => known === word)))
    throw new AppError(
      'usage',
      `--show is "${printable(String(value))}": expected a list of ${WORDS.join(', ')}.`,
    )
  const ticked = SHARE_TICKS.map((tick) => [tick, words.includes(TICK_WORDS[tick])] as const)
  return { errorTexts: false, projects: false, sessionIds: false, ...Object.fromEntries(ticked) }
}
