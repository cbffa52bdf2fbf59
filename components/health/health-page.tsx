import { revealHidden } from '#lib/format/printable.ts'
import type { HealthCheck, HealthHistory, HealthReport, HealthResult } from '#lib/model/health.ts'
import { Age } from '../live/age.tsx'
import type { Fetched } from '../live/fetch-json.ts'
import { PanelFault } from '../recovery/panel-fault.tsx'
import { Panel } from '../ui/panel.tsx'
import { CheckItem } from './check-item.tsx'
import { HealthActions } from './health-actions.tsx'
import { healthSentence } from './health-words.ts'
import { PastChecks } from './past-checks.tsx'

type Props = { report: Fetched<HealthReport>; history: Fetched<HealthHistory> }

/** Every check with what was seen and what mends it, and how earlier checks ended. Looking writes nothing. */
export function HealthPage({ report, history }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold text-balance">
          {report.ok ? healthSentence(report.value) : 'Health'}
        </h1>
        <HealthActions />
      </div>
      {report.ok ? (
        <Panel
          title="Checks"
          aside={
            <>
              looked at <Age atMs={report.value.checkedAtMs} />
            </>
          }
        >
          <ul>
            {worstFirst(report.value.checks).map((check) => (
              <CheckItem key={check.id} check={check} />
            ))}
          </ul>
          <p className="border-t px-4 py-2 text-[13px] break-words text-muted">
            Home: {revealHidden(report.value.home)}. Settings of Claude Code for single projects, plugins and
            administrators are not looked at.
          </p>
        </Panel>
      ) : (
        <PanelFault title="Checks" message={report.message} />
      )}
      {history.ok ? (
        <PastChecks history={history.value} />
      ) : (
        <PanelFault title="Past checks" message={history.message} />
      )}
    </div>
  )
}

const ORDER: readonly HealthResult[] = ['critical', 'warning', 'unknown', 'ok']

const worstFirst = (checks: readonly HealthCheck[]): HealthCheck[] =>
  checks.toSorted((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result))
