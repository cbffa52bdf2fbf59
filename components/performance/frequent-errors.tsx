import type { ReactNode } from 'react'
import { formatCount } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { Time } from '../live/time.tsx'
import { Panel } from '../ui/panel.tsx'
import { CELL, DataTable, HEAD } from './data-table.tsx'
import { PanelAside } from './panel-aside.tsx'
import { RangeWords } from './range-words.tsx'
import { SessionName } from './session-name.tsx'

type Props = { view: MetricsView; linkSessions: boolean; exportMenu?: ReactNode }

/** What went wrong most often, with the way to where it was last seen. */
export function FrequentErrors({ view: { frequentErrors, range }, linkSessions, exportMenu }: Props) {
  return (
    <Panel
      title="Most frequent errors"
      aside={
        <PanelAside exportMenu={exportMenu}>
          ten at most, alike but for numbers and names, <RangeWords range={range} />
        </PanelAside>
      }
    >
      {frequentErrors.length === 0 ? (
        <p className="px-4 py-3 text-muted">No error in this time.</p>
      ) : (
        <DataTable label="Most frequent errors">
          <thead>
            <tr>
              <th scope="col" className={HEAD}>
                Error
              </th>
              <th scope="col" className={`${HEAD} text-right`}>
                Times
              </th>
              <th scope="col" className={HEAD}>
                {linkSessions ? 'Last in' : 'Last'}
              </th>
            </tr>
          </thead>
          <tbody>
            {frequentErrors.map(({ text, count, lastAtMs, sessionId, agents }) => (
              // Two may read alike where what differs in them is hidden.
              <tr key={`${text} ${count} ${lastAtMs}`} className="border-t align-top">
                <td className={`${CELL} min-w-56 w-full`}>
                  <span className="line-clamp-3 break-words">{revealHidden(text)}</span>
                  <span className="text-muted">{agents.map(printable).join(', ')}</span>
                </td>
                <td className={`${CELL} text-right`}>{formatCount(count)}</td>
                <td className={`${CELL} max-w-56`}>
                  {sessionId !== '' && (
                    <span className="flex min-w-0">
                      <SessionName id={sessionId} link={linkSessions} />
                    </span>
                  )}
                  <span className="whitespace-nowrap text-muted">
                    <Time atMs={lastAtMs} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
    </Panel>
  )
}
