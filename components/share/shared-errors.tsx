import { formatCount } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { FrequentError } from '#lib/model/metrics-view.ts'
import type { ShareTicks } from '#lib/model/share.ts'
import { NumberTable } from './number-table.tsx'

type Props = { errors: readonly FrequentError[]; show: ShareTicks }

const COLUMNS = ['Error', 'Agents', 'Times'] as const

/** What failed most often: in its own words only where these are shared. */
export function SharedErrors({ errors, show }: Props) {
  const withIds = show.errorTexts && show.sessionIds
  const rows = errors.map(({ text, count, agents, sessionId }, at) => ({
    // Two may read alike once what differs in them is hidden.
    key: String(at),
    cells: [
      revealHidden(text),
      agents.map(printable).join(', '),
      formatCount(count),
      ...(withIds ? [<code key="id">{printable(sessionId)}</code>] : []),
    ],
  }))
  const columns = withIds ? [...COLUMNS, 'Last in session'] : COLUMNS
  return (
    <NumberTable title="Most frequent errors" columns={columns} rows={rows} nothing="There were no errors." />
  )
}
