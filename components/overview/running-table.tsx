import { Inbox } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import type { LiveSessionList } from '../live/use-session-list.ts'
import { SESSION_COLUMNS } from '../sessions/session-columns.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { MoreLink } from '../ui/more-link.tsx'
import { Panel } from '../ui/panel.tsx'

const SHOWN = 50
/** What matters while a session runs; the others are on the sessions page. */
const COLUMNS = SESSION_COLUMNS.filter(({ sort }) => sort !== 'integrated' && sort !== 'size')

/** Sessions with files in temp or running, newest activity first. */
export function RunningTable({ list }: { list: LiveSessionList }) {
  const rows = list.rows.slice(0, SHOWN)
  return (
    <Panel title="Running" aside={`${formatQuantity(list.total, 'session')} with files in temp`}>
      <ListError list={list} />
      {rows.length === 0 ? (
        <EmptyState icon={Inbox} title="Nothing is running">
          A session appears here with its first file in temp.
        </EmptyState>
      ) : (
        <section className="overflow-x-auto" tabIndex={0} aria-label="Table of running sessions">
          <table className="running-table w-full">
            <thead className="max-md:sr-only">
              <tr className="h-9 border-b text-muted">
                {COLUMNS.map(({ sort, label, align }) => (
                  <th
                    key={sort}
                    scope="col"
                    className={`px-2 font-medium whitespace-nowrap first:pl-4 last:pr-4 ${align === 'right' ? 'text-right' : 'text-left'}`}
                  >
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((session) => (
                <tr key={session.id} className="h-9 border-b last:border-0 hover:bg-raised">
                  {COLUMNS.map(({ sort, align, render }) => (
                    <td
                      key={sort}
                      data-column={sort}
                      className={`px-2 whitespace-nowrap first:pl-4 last:pr-4 ${align === 'right' ? 'text-right' : ''} ${sort === 'id' ? 'w-full max-w-0' : ''}`}
                    >
                      {render(session)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {list.total > SHOWN && <MoreLink href="/sessions?state=active,stale">All running sessions</MoreLink>}
    </Panel>
  )
}
