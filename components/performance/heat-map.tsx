import type { ReactNode } from 'react'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { Panel } from '../ui/panel.tsx'
import { PanelAside } from './panel-aside.tsx'
import { RangeWords } from './range-words.tsx'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
type Props = { view: MetricsView; exportMenu?: ReactNode }

/** Shades that can be told apart. */
const LEVELS = 5

/** When in the week results end. The numbers stand in the cells, so that colour only helps. */
export function HeatMap({ view: { heatMap, range }, exportMenu }: Props) {
  const highest = Math.max(0, ...heatMap.results)
  return (
    <Panel
      title="Hours of the week"
      aside={
        <PanelAside exportMenu={exportMenu}>
          results, <RangeWords range={range} />, in the time of {heatMap.timeZone}
        </PanelAside>
      }
    >
      <section
        aria-label="Hours of the week, a table"
        tabIndex={0}
        className="relative overflow-x-auto p-4 max-md:px-2"
      >
        <table className="heat-map w-full min-w-160 table-fixed text-center text-[11px]">
          <caption className="sr-only">Results by day of the week and hour</caption>
          <thead>
            <tr>
              <th scope="col" className="w-12 text-left font-normal text-muted">
                <span className="sr-only">Day</span>
              </th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col" className="font-normal text-muted">
                  {hour}
                  <span className="sr-only">:00</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {DAYS.map((day, nth) => (
              <tr key={day}>
                <th scope="row" className="text-left font-normal text-muted">
                  <abbr title={day} className="no-underline">
                    {day.slice(0, 3)}
                  </abbr>
                </th>
                {HOURS.map((hour) => {
                  const results = heatMap.results[nth * 24 + hour] ?? 0
                  return (
                    <td
                      key={hour}
                      data-level={levelOf(results, highest)}
                      title={`${day} ${hour}:00 to ${hour + 1}:00: ${formatQuantity(results, 'result')}`}
                    >
                      {results === 0 ? <span className="text-muted">·</span> : formatCount(results)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

/** 0 for none, else 1 to 5 by its share of the highest. */
export const levelOf = (results: number, highest: number): number =>
  results === 0 ? 0 : Math.max(1, Math.ceil((results / highest) * LEVELS))
