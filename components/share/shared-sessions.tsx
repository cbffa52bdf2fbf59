import { formatDuration } from '#lib/format/duration.ts'
import { formatCount } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { SlowSession } from '#lib/model/metrics-view.ts'
import { Time } from '../live/time.tsx'
import { NumberTable } from './number-table.tsx'

type Props = { sessions: readonly SlowSession[]; named: boolean }

const COLUMNS = ['Session', 'Duration', 'Ended', 'Results', 'Errors']

/** What took longest, by id only where ids are shared. */
export function SharedSessions({ sessions, named }: Props) {
  const rows = sessions.map(({ id, durationMs, endedAtMs, results, errors }) => ({
    key: id,
    cells: [
      <span key="id" className={named ? 'font-mono text-[13px]' : ''}>
        {printable(id)}
      </span>,
      formatDuration(durationMs),
      <Time key="ended" atMs={endedAtMs} />,
      formatCount(results),
      formatCount(errors),
    ],
  }))
  return (
    <NumberTable
      title="Slowest sessions"
      columns={COLUMNS}
      rows={rows}
      nothing="No session ended in this time."
    />
  )
}
