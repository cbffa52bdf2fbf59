import type { Answer, SessionDetail } from '#lib/model/session.ts'
import { FileList } from './file-list.tsx'
import { IntegrationPanel } from './integration-panel.tsx'
import { ProblemList } from './problem-list.tsx'
import { RunCard } from './run-card.tsx'
import { SessionHead } from './session-head.tsx'
import { SessionRefresher } from './session-refresher.tsx'
import { Timeline } from './timeline.tsx'

type Props = {
  detail: SessionDetail
  /** Answers that were read for this page, by path. */
  answers: ReadonlyMap<string, Answer>
}

/** One session: when its agents worked, what each answered, what is wrong, and where it lies. */
export function SessionPage({ detail, answers }: Props) {
  const { session, runs, problems, integration, files, resultsDirectory } = detail
  const missing = runs.filter((run) => run.outcome === 'missing').length
  return (
    <div className="flex flex-col gap-4">
      <SessionRefresher id={session.id} />
      <SessionHead session={session} />
      <ProblemList problems={problems} missing={missing} expected={session.expected} />
      <Timeline runs={runs} startedAtMs={session.startedAtMs} />
      <section aria-label="Answers" className="flex flex-col gap-3">
        {runs.map((run, at) => (
          <RunCard key={run.path || `missing-${at}`} run={run} answer={answers.get(run.path) ?? null} />
        ))}
      </section>
      <IntegrationPanel session={session} integration={integration} />
      <FileList files={files} resultsDirectory={resultsDirectory} />
    </div>
  )
}
