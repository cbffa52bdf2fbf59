import { Combine } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import { revealHidden } from '#lib/format/printable.ts'
import type { MarkdownText } from '#lib/model/markdown.ts'
import type { Integration, Session } from '#lib/model/session.ts'
import { Time } from '../live/time.tsx'
import { ActionButton } from '../recovery/action-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { AnswerMarkdown } from './answer-markdown.tsx'

/** The merged answer, or that there is none. */
export function IntegrationPanel({
  session,
  integration,
  summary: markdown,
}: {
  session: Session
  integration: Integration | null
  summary: MarkdownText | null
}) {
  const atWork = session.state === 'active' || session.state === 'stale'
  const button = !atWork && session.results > 0 && <IntegrateButton session={session} />
  if (integration === null) {
    return (
      <Panel title="Integration" aside={button}>
        <p className="px-4 py-3 text-muted">
          {atWork
            ? 'Results are integrated once the session is complete.'
            : 'This session was never integrated: there is no integrated file of it.'}
        </p>
      </Panel>
    )
  }
  const { summary, keyInsights, recommendations, consensus, integratedAtMs, lackingResults, tooLarge } =
    integration
  return (
    <Panel
      title="Integration"
      aside={
        <span className="flex items-center gap-3">
          {integratedAtMs !== null && <Time atMs={integratedAtMs} />}
          {button}
        </span>
      }
    >
      <div className="flex flex-col gap-3 px-4 py-3">
        {lackingResults > 0 && (
          <p className="text-stale">
            {formatQuantity(lackingResults, 'result')} of this session {lackingResults === 1 ? 'is' : 'are'}{' '}
            not in it: integrate it anew.
          </p>
        )}
        {tooLarge && <p className="text-muted">The integrated file is too long to be shown here.</p>}
        {summary !== null && <p>{revealHidden(summary)}</p>}
        {consensus !== null && (
          <p>
            Consensus: <strong>{revealHidden(consensus)}</strong>
          </p>
        )}
        <Points title="Key insights" points={keyInsights} />
        <Points title="Recommendations" points={recommendations} />
        {markdown !== null && (
          <details>
            <summary className="text-muted hover:text-text">Summary</summary>
            <div className="pt-2">
              <AnswerMarkdown {...markdown} />
            </div>
          </details>
        )}
      </div>
    </Panel>
  )
}

/** Merges the results of a session, once it has ended. */
function IntegrateButton({ session: { id, integrated } }: { session: Session }) {
  return (
    <ActionButton className="md:-my-1" request={{ action: 'integrate', sessions: [id] }}>
      <Combine size={14} aria-hidden />
      {integrated ? 'Integrate anew…' : 'Integrate…'}
    </ActionButton>
  )
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  if (points.length === 0) return null
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      <ul className="list-disc pl-5">
        {[...new Set(points)].map((point) => (
          <li key={point} className="break-words">
            {revealHidden(point)}
          </li>
        ))}
      </ul>
    </div>
  )
}
