import { parseDuration } from '#lib/format/duration.ts'
import { quoteForShell } from '#lib/format/shell.ts'
import { DEFAULT_METRICS_RANGE } from '#lib/model/metrics-query.ts'
import { SHARE_TICKS, type ShareTicks, TICK_WORDS } from '#lib/model/share.ts'

/** The view of a URL with its times fixed: what it shows now is what it shows whenever it is opened. */
export function withFixedTimes(query: string, nowMs: number): string {
  const params = new URLSearchParams(query)
  const lengthMs = parseDuration(params.get('within') ?? DEFAULT_METRICS_RANGE)
  if (lengthMs === null) return params.toString()
  params.set('within', 'custom')
  params.set('from', new Date(nowMs - lengthMs).toISOString())
  params.set('to', new Date(nowMs).toISOString())
  return params.toString()
}

/** Where the view itself is opened, by whoever may open this dashboard. */
export const viewHref = (query: string): string => (query === '' ? '/performance' : `/performance?${query}`)

/** Where a view is had as one file. */
export function snapshotHref(query: string, show: ShareTicks): string {
  const params = new URLSearchParams(query)
  const words = wordsOf(show)
  if (words !== '') params.set('show', words)
  return `/api/metrics/snapshot?${params}`
}

/** Parts of a view that a command names, each by its own option. */
const OPTIONS = ['within', 'from', 'to', 'agent', 'project', 'status'] as const

type Asked = { query: string; name: string; expires: string; show: ShareTicks }

/** The command that makes the same link. */
export function shareCommand({ query, name, expires, show }: Asked): string {
  const params = new URLSearchParams(query)
  const options = OPTIONS.flatMap((option) => {
    const value = option === 'within' && params.has('from') ? null : params.get(option)
    return value ? [`--${option}`, quoteForShell(value)] : []
  })
  const words = wordsOf(show)
  return [
    'trinitas share --name',
    quoteForShell(name || 'NAME'),
    ...options,
    ...(params.get('compare') === 'yes' ? ['--compare'] : []),
    `--expires ${expires}`,
    ...(words === '' ? [] : [`--show ${words}`]),
  ].join(' ')
}

const wordsOf = (show: ShareTicks): string =>
  SHARE_TICKS.filter((tick) => show[tick])
    .map((tick) => TICK_WORDS[tick])
    .join(',')
