import type { MarkdownText } from '#lib/model/markdown.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Pin } from '#lib/model/pin.ts'
import type { SessionDetail } from '#lib/model/session.ts'
import type { Fetched } from '../live/fetch-json.ts'
import { FileList } from './file-list.tsx'
import { IntegrationPanel } from './integration-panel.tsx'
import { MissingRuns } from './missing-runs.tsx'
import { ProblemList } from './problem-list.tsx'
import { RunCard } from './run-card.tsx'
import { runKeys } from './run-keys.ts'
import { SessionHead } from './session-head.tsx'
import { SessionRefresher } from './session-refresher.tsx'
import type { ShownAnswer } from './shown-answer.ts'
import { Timeline } from './timeline.tsx'
import { toTimelineRun } from './timeline-scale.ts'

type Props = {
  detail: SessionDetail
  /** What moved it to failed/, while that can be undone; `null` where nothing did. */
  movedBy: Operation | null
  /** Who keeps it whatever its age; `null` where nobody does. */
  pin: Fetched<Pin | null>
  /** Answers that were read for this page, by path. */
  answers: ReadonlyMap<string, ShownAnswer>
  /** Paths of those that were asked for by name. */
  asked: readonly string[]
  /** Of the integration. */
  summary: MarkdownText | null
}

/** One session: when its agents worked, what each answered, what is wrong, and where it lies. */
export function SessionPage({ detail, movedBy, pin, answers, asked, summary }: Props) {
  const { session, runs, missing, problems, integration, files, resultsDirectory } = detail
  const keys = runKeys(runs)
  return (
    <div className="flex flex-col gap-4">
      <SessionRefresher id={session.id} />
      <SessionHead session={session} movedBy={movedBy} pin={pin} />
      <ProblemList
        problems={problems}
        missing={session.state === 'active' ? 0 : missing}
        expected={session.expected}
      />
      <Timeline runs={runs.map(toTimelineRun)} startedAtMs={session.startedAtMs} />
      <section aria-label="Answers" className="flex flex-col gap-3">
        {runs.map((run, at) => (
          <RunCard
            key={keys[at]}
            run={run}
            shown={answers.get(run.path) ?? null}
            asked={asked}
            limitMs={session.reason.thresholdMs}
          />
        ))}
        <MissingRuns session={session} missing={missing} />
      </section>
      <IntegrationPanel session={session} integration={integration} summary={summary} />
      <FileList files={files} resultsDirectory={resultsDirectory} />
    </div>
  )
}
