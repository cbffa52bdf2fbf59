import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ListOrder } from '../live/place-session.ts'
import { SESSION_COLUMNS } from './session-columns.tsx'

type Props = { order: ListOrder; onSort: (order: ListOrder) => void }

export const OPPOSITE = { asc: 'desc', desc: 'asc' } as const

/** What is looked for first: names from the beginning, what needs attention, and of numbers and times the largest. */
export const firstDirection = (sort: ListOrder['sort']): ListOrder['direction'] =>
  sort === 'id' || sort === 'state' ? 'asc' : 'desc'

/** Names of the columns; each sorts by it, and once more the other way round. */
export function SessionGridHead({ order, onSort }: Props) {
  return (
    <div role="rowgroup" className="session-head sticky top-0 z-10">
      <div
        role="row"
        aria-rowindex={1}
        tabIndex={-1}
        className="session-row border-b bg-surface font-medium text-muted"
      >
        {SESSION_COLUMNS.map(({ sort, label, align }) => {
          const sorted = order.sort === sort
          const Icon = order.direction === 'asc' ? ArrowUp : ArrowDown
          return (
            <div
              key={sort}
              role="columnheader"
              tabIndex={-1}
              data-column={sort}
              aria-sort={sorted ? (order.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
              className={`flex ${align === 'right' ? 'justify-end' : ''} ${sort === 'integrated' ? 'pl-3' : ''}`}
            >
              <button
                type="button"
                className={`inline-flex items-center gap-1 rounded whitespace-nowrap hover:text-text ${sorted ? 'font-semibold text-text' : ''}`}
                onClick={() =>
                  onSort({ sort, direction: sorted ? OPPOSITE[order.direction] : firstDirection(sort) })
                }
              >
                {label}
                {sorted && <Icon size={12} aria-hidden />}
              </button>
            </div>
          )
        })}
      </div>
    </div>
  )
}
