import { History } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { HealthHistory, PastHealth } from '#lib/model/health.ts'
import { Time } from '../live/time.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { HealthBadge } from './health-badge.tsx'
import { STATUS_LOOKS } from './health-words.ts'

/** As many as a person reads; the strip above them has all. */
const LISTED = 10

/** How earlier checks ended, as their reports in `logs/` say: a mark each, and the latest in words. */
export function PastChecks({ history: { reports, broken, older } }: { history: HealthHistory }) {
  return (
    <Panel title="Past checks" aside={asideOf(reports, older)}>
      {reports.length === 0 ? (
        <EmptyState icon={History} title="No check was written down yet">
          trinitas health-check writes a report to logs/, and so does the button above.
        </EmptyState>
      ) : (
        <>
          <Strip reports={reports} />
          <ul aria-label="Latest checks">
            {reports.slice(0, LISTED).map((report) => (
              <PastItem key={report.name} report={report} />
            ))}
          </ul>
        </>
      )}
      {broken.length > 0 && (
        <details className="border-t">
          <summary className="px-4 py-2 text-muted hover:text-text max-md:py-3">
            {formatQuantity(broken.length, 'report')} that cannot be read
          </summary>
          <ul className="px-4 pb-3 text-muted">
            {broken.map(({ name, reason }) => (
              <li key={name} className="wrap-anywhere">
                <span className="font-mono text-[13px]">{printable(name)}</span>: {printable(reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  )
}

/** From the oldest on the left to the newest; the higher, the worse. The list beside it says it in words. */
function Strip({ reports }: { reports: readonly PastHealth[] }) {
  return (
    <div className="flex h-10 items-end gap-px border-b px-4 py-2" aria-hidden>
      {reports.toReversed().map(({ name, status }) => (
        <span
          key={name}
          className={`min-w-px max-w-2 flex-1 rounded-sm ${HEIGHTS[status]} ${STATUS_LOOKS[status].fill}`}
        />
      ))}
    </div>
  )
}

const HEIGHTS = { healthy: 'h-1.5', warning: 'h-3', critical: 'h-6' } as const

function PastItem({ report: { checkedAtMs, status, failed } }: { report: PastHealth }) {
  return (
    <li className="flex flex-wrap items-start gap-x-3 border-b px-4 py-2 last:border-0">
      <HealthBadge look={STATUS_LOOKS[status]} />
      <span className="whitespace-nowrap text-muted">
        <Time atMs={checkedAtMs} />
      </span>
      <span className="min-w-0 break-words">{failed.map(printable).join(', ')}</span>
    </li>
  )
}

function asideOf(reports: readonly PastHealth[], older: number): string | undefined {
  if (reports.length === 0) return undefined
  const healthy = reports.filter(({ status }) => status === 'healthy').length
  const more = older === 0 ? '' : `; ${formatQuantity(older, 'older report')} not read`
  return `${healthy} of the last ${formatQuantity(reports.length, 'check')} healthy${more}`
}
