import { FilterX, ScrollText } from 'lucide-react'
import Link from 'next/link'
import { formatCount } from '#lib/format/number.ts'
import type { AuditVerdict } from '#lib/model/audit.ts'
import type { AuditQuery, AuditPage as Page } from '#lib/model/recovery.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { AuditExport } from './audit-export.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditParams, auditHref, isFiltered, NO_FILTERS } from './audit-params.ts'
import { AuditTable } from './audit-table.tsx'
import { ChainVerdict } from './chain-verdict.tsx'

type Props = { page: Page; verdict: AuditVerdict; params: AuditParams; query: AuditQuery }

/** Who did what and how it ended, the newest first, and whether the record is whole. */
export function AuditPage({ page, verdict, params, query }: Props) {
  const { rows, more, users, actions } = page
  const last = rows.at(-1)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-lg font-semibold">Audit</h1>
        <ChainVerdict verdict={verdict} />
        <AuditExport query={query} />
      </div>
      <AuditFilters users={users} actions={actions} />
      <div className="panel min-w-0">
        {rows.length > 0 ? <AuditTable rows={rows} /> : <NoEntries params={params} />}
        {(more || params.before !== null) && (
          <nav aria-label="Entries" className="flex flex-wrap items-center gap-x-4 border-t px-4 py-2">
            {params.before !== null && (
              <Link href={auditHref({ ...params, before: null })} className="text-accent hover:underline">
                Newest entries
              </Link>
            )}
            {more && last !== undefined && (
              <Link href={auditHref({ ...params, before: last.seq })} className="text-accent hover:underline">
                Entries older than {formatCount(last.seq)}
              </Link>
            )}
          </nav>
        )}
      </div>
    </div>
  )
}

function NoEntries({ params }: { params: AuditParams }) {
  if (!isFiltered(params))
    return (
      <EmptyState icon={ScrollText} title="Nothing was recorded yet">
        Every change, every sign-in and every refusal is written here before it takes effect.
      </EmptyState>
    )
  return (
    <EmptyState icon={FilterX} title="No entry matches">
      <p>Every entry is hidden by what is chosen above.</p>
      <Link href={auditHref(NO_FILTERS)} className="mt-4 inline-block text-accent underline">
        Clear all filters
      </Link>
    </EmptyState>
  )
}
