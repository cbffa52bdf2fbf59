import type { ReactNode } from 'react'
import { Panel } from '../ui/panel.tsx'

type Props = {
  title: string
  /** The first names what a row is about, the others are numbers. */
  columns: readonly string[]
  rows: readonly { key: string; cells: readonly ReactNode[] }[]
  /** Stands there where there is no row. */
  nothing: string
}

const CELL = 'px-3 py-2 text-right first:pl-4 first:text-left last:pr-4 whitespace-nowrap'

/** A titled table of numbers, one row for each of what it is about. */
export function NumberTable({ title, columns, rows, nothing }: Props) {
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-muted">{nothing}</p>
      ) : (
        // Wider than a phone: it scrolls, which the keyboard must reach.
        <section aria-label={`${title}, table`} tabIndex={0} className="overflow-x-auto">
          <table className="w-full">
            <thead>
              <tr className="border-b text-muted">
                {columns.map((column) => (
                  <th key={column} scope="col" className={`${CELL} font-medium`}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, cells: [head, ...numbers] }) => (
                <tr key={key} className="border-b last:border-0">
                  <th
                    scope="row"
                    className={`${CELL} max-w-[40rem] font-normal break-words whitespace-normal`}
                  >
                    {head}
                  </th>
                  {numbers.map((number, at) => (
                    <td key={columns[at + 1]} className={CELL}>
                      {number}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  )
}
