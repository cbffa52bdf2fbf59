import { ShieldCheck } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import { type Issue, SEVERITIES } from '#lib/model/issue.ts'
import type { Fetched } from '../live/fetch-json.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { IssueItem } from './issue-item.tsx'
import { PanelFault } from './panel-fault.tsx'
import { SnoozeNotice } from './snooze-notice.tsx'

const bySeverity = (a: Issue, b: Issue): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)

/** What is wrong with the home, the worst first; what nobody wants to hear of now folds away. */
export function IssueList({ issues }: { issues: Fetched<Issue[]> }) {
  if (!issues.ok) return <PanelFault title="Issues" message={issues.message} />
  const sorted = issues.value.toSorted(bySeverity)
  const open = sorted.filter(({ snoozedUntilMs }) => snoozedUntilMs === null)
  const snoozed = sorted.filter(({ snoozedUntilMs }) => snoozedUntilMs !== null)
  return (
    <Panel title="Issues" aside={issues.value.length > 0 ? asideOf(open, snoozed) : undefined}>
      <SnoozeNotice>
        {open.length === 0 ? (
          <EmptyState icon={ShieldCheck} title={snoozed.length === 0 ? 'No issues' : 'No other issues'}>
            Sessions that broke off, files that are broken, a disk that fills up: all that is listed here,
            with what mends it.
          </EmptyState>
        ) : (
          <Issues issues={open} />
        )}
        {snoozed.length > 0 && (
          <details className="border-t">
            <summary className="px-4 py-2 text-muted hover:text-text max-md:py-3">
              Snoozed: {formatQuantity(snoozed.length, 'issue')}
            </summary>
            <Issues issues={snoozed} />
          </details>
        )}
      </SnoozeNotice>
    </Panel>
  )
}

function Issues({ issues }: { issues: readonly Issue[] }) {
  return (
    <ul>
      {issues.map((issue) => (
        <IssueItem key={issue.type} issue={issue} />
      ))}
    </ul>
  )
}

function asideOf(open: readonly Issue[], snoozed: readonly Issue[]): string {
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: open.filter((issue) => issue.severity === severity).length,
  }))
  const parts = counts.filter(({ count }) => count > 0).map(({ severity, count }) => `${count} ${severity}`)
  return [...parts, ...(snoozed.length > 0 ? [`${snoozed.length} snoozed`] : [])].join(', ')
}
