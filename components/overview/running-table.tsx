import { Inbox } from 'lucide-react'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { ImportHint } from '../import/import-hint.tsx'
import { useLive } from '../live/live-provider.tsx'
import type { LiveSessionList } from '../live/use-session-list.ts'
import { SESSION_COLUMNS } from '../sessions/session-columns.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { MoreLink } from '../ui/more-link.tsx'
import { Panel } from '../ui/panel.tsx'

const SHOWN = 50
/** What matters while a session runs; the others are on the sessions page. */
const COLUMNS = SESSION_COLUMNS.filter(({ sort }) => sort !== 'integrated' && sort !== 'size')

/**
 * Sessions with files in temp, newest activity first. Its rows are laid out as those of the sessions page, which takes
 * away what a table is for whoever cannot see it: so the roles are named.
 */
export function RunningTable({ list, awaitsImport }: { list: LiveSessionList; awaitsImport: boolean }) {
  const { active, stale } = useLive((state) => state.counts)
  return (
    <Panel title="Running" aside={`${formatCount(active)} active, ${formatCount(stale)} stale`}>
      <ListError list={list} />
      {list.rows.length === 0 ? (
        <EmptyState icon={Inbox} title="Nothing is running">
          A session appears here with its first agent, or its first file in temp.
          {awaitsImport && <ImportHint />}
        </EmptyState>
      ) : (
        <table role="table" className="running-table block" aria-label="Running sessions">
          <thead role="rowgroup" className="session-head block">
            <tr role="row" className="session-row border-b text-muted">
              {COLUMNS.map(({ sort, label, align }) => (
                <th
                  key={sort}
                  role="columnheader"
                  data-column={sort}
                  className={`truncate font-medium ${align === 'right' ? 'text-right' : 'text-left'}`}
                >
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" className="block">
            {list.rows.slice(0, SHOWN).map((session) => (
              <tr key={session.id} role="row" className="session-row border-b last:border-0 hover:bg-raised">
                {COLUMNS.map(({ sort, align, render }) => (
                  <td
                    key={sort}
                    role="cell"
                    data-column={sort}
                    className={`min-w-0 truncate ${align === 'right' ? 'text-right' : ''}`}
                  >
                    {render(session, { tabbable: true })}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.total > SHOWN && (
        <MoreLink href="/sessions?state=active,stale">
          {`All ${formatQuantity(list.total, 'running session')}`}
        </MoreLink>
      )}
    </Panel>
  )
}
