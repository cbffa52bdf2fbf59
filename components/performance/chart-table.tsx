import { printable } from '#lib/format/printable.ts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import { formatBucket } from './axis.ts'
import { type Chart, hasValues } from './chart.ts'
import { formatValue } from './units.ts'

type Props = { chart: Chart; range: MetricsBuckets }

const CELL = 'px-3 py-1 text-right first:text-left whitespace-nowrap'

/** The very numbers that are drawn, the latest first. Times at which nothing was are left out. */
export function ChartTable({ chart, range: { startsMs, bucketMs } }: Props) {
  const { title, unit, series } = chart
  const rows = startsMs
    .map((atMs, nth) => ({ atMs, values: series.map(({ values }) => values[nth] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null && value !== 0))
    .reverse()
  if (!hasValues(chart) || rows.length === 0)
    return <p className="border-t px-4 py-3 text-muted">Nothing in this time.</p>
  return (
    <section
      aria-label={`${title} as a table`}
      tabIndex={0}
      className="relative max-h-80 overflow-auto border-t"
    >
      <table className="w-full text-[13px]">
        <caption className="sr-only">{title}, the latest first</caption>
        <thead className="sticky top-0 bg-surface text-muted">
          <tr>
            <th scope="col" className={`${CELL} font-medium`}>
              Time
            </th>
            {series.map(({ key, name }) => (
              <th key={key} scope="col" className={`${CELL} font-medium`}>
                {printable(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ atMs, values }) => (
            <tr key={atMs} className="border-t">
              <th scope="row" className={`${CELL} font-normal`}>
                {formatBucket(atMs, bucketMs)}
              </th>
              {values.map((value, nth) => (
                <td key={series[nth]?.key} className={CELL}>
                  {formatValue(unit, value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
