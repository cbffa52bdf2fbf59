import type { Issue } from '#lib/model/issue.ts'
import type { ScheduleView } from '#lib/model/job-run.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Consent, TrashEntry } from '#lib/model/recovery.ts'
import type { Retention, RetentionPreview } from '#lib/model/retention.ts'
import type { Fetched } from '../live/fetch-json.ts'
import { IssueList } from './issue-list.tsx'
import { OperationList } from './operation-list.tsx'
import { RecoveryRefresher } from './recovery-refresher.tsx'
import { recoverySentence } from './recovery-sentence.ts'
import { type CleanUp, RetentionPanel } from './retention-panel.tsx'
import { TrashList } from './trash/trash-list.tsx'

type Props = {
  issues: Fetched<Issue[]>
  operations: Fetched<Operation[]>
  trash: Fetched<TrashEntry[]>
  consent: Fetched<Consent | null>
  /** How many operations are shown. */
  limit: number
  preview: Fetched<RetentionPreview>
  retention: Retention
  schedule: Fetched<ScheduleView>
}

/** What is wrong and what mends it, what is past its retention, what was done and how to take it back, and what
 * lies in the trash. */
export function RecoveryPage({ issues, operations, trash, consent, preview, limit, ...rest }: Props) {
  const { retention, schedule } = rest
  return (
    <div className="flex flex-col gap-4">
      <RecoveryRefresher wakesAtMs={issues.ok ? firstWaking(issues.value) : null} />
      <h1 className="text-xl font-semibold text-balance">
        {issues.ok ? recoverySentence(issues.value) : 'Recovery'}
      </h1>
      <IssueList issues={issues} />
      <RetentionPanel preview={preview} cleanUp={cleanUpOf(schedule)} />
      <OperationList operations={operations} limit={limit} />
      <TrashList trash={trash} consent={consent} keptMs={retention.trash} />
    </div>
  )
}

function cleanUpOf(schedule: Fetched<ScheduleView>): CleanUp | null {
  if (!schedule.ok) return null
  const { jobs, firstCleanUpAtMs } = schedule.value
  const view = jobs.find(({ job }) => job === 'clean_up')
  return view === undefined ? null : { ...view, isFirst: firstCleanUpAtMs !== null }
}

function firstWaking(issues: readonly Issue[]): number | null {
  const times = issues.map(({ snoozedUntilMs }) => snoozedUntilMs).filter((untilMs) => untilMs !== null)
  return times.length === 0 ? null : Math.min(...times)
}
