import type { ReactNode } from 'react'
import { formatDuration } from '#lib/format/duration.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { Time } from '../live/time.tsx'
import { Panel } from '../ui/panel.tsx'
import { CELL, DataTable, HEAD } from './data-table.tsx'
import { PanelAside } from './panel-aside.tsx'
import { RangeWords } from './range-words.tsx'
import { SessionName } from './session-name.tsx'

type Props = { view: MetricsView; linkSessions: boolean; exportMenu?: ReactNode }

/** The sessions that took longest, with the way to each. */
export function SlowestSessions({ view: { slowestSessions, range }, linkSessions, exportMenu }: Props) {
  return (
    <Panel
      title="Slowest sessions"
      aside={
        <PanelAside exportMenu={exportMenu}>
          ten at most, <RangeWords range={range} />
        </PanelAside>
      }
    >
      {slowestSessions.length === 0 ? (
        <p className="px-4 py-3 text-muted">No session with a known time.</p>
      ) : (
        <DataTable label="Slowest sessions">
          <thead>
            <tr>
              <th scope="col" className={HEAD}>
                Session
              </th>
              <th scope="col" className={`${HEAD} text-right`}>
                Took
              </th>
              <th scope="col" className={`${HEAD} text-right`}>
                Results
              </th>
            </tr>
          </thead>
          <tbody>
            {slowestSessions.map(({ id, durationMs, results, errors, endedAtMs }) => (
              <tr key={id} className="border-t align-top">
                <td className={`${CELL} max-w-0 w-full`}>
                  <span className="flex min-w-0">
                    <SessionName id={id} link={linkSessions} />
                  </span>
                  <span className="whitespace-nowrap text-muted">
                    ended <Time atMs={endedAtMs} />
                  </span>
                </td>
                <td className={`${CELL} text-right whitespace-nowrap`}>{formatDuration(durationMs)}</td>
                <td className={`${CELL} text-right whitespace-nowrap`}>
                  {formatCount(results)}
                  {errors > 0 && <span className="block text-failed">{formatQuantity(errors, 'error')}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
    </Panel>
  )
}
