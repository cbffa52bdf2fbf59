import { formatCount } from '#lib/format/number.ts'
import { isLeftBehind } from '#lib/format/work-words.ts'
import type { LiveSessionList } from '../live/use-session-list.ts'

/** How many sessions of a list of stale ones a clean-up of all takes; `null` where not all of them are loaded. */
export const countLeftBehind = ({ rows, total }: Pick<LiveSessionList, 'rows' | 'total'>): number | null =>
  rows.length < total ? null : rows.filter(isLeftBehind).length

/** `what` follows the number: " stale", with its blank. */
export const cleanUpLabel = (count: number | null, what = ''): string =>
  count === 1 ? `Clean up 1${what}…` : `Clean up all${count === null ? '' : ` ${formatCount(count)}`}${what}…`
