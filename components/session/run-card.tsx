import Link from 'next/link'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import type { Run } from '#lib/model/run.ts'
import type { Answer } from '#lib/model/session.ts'
import { Age } from '../live/age.tsx'
import { RawAnswer } from '../live/raw-answer.tsx'
import { answerAnchor, answerHref } from '../sessions/session-link.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { AnswerMarkdown } from './answer-markdown.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'

/** One agent's run: how it ended, its error, its answer, and the file as it is. */
export function RunCard({ run, answer }: { run: Run; answer: Answer | null }) {
  if (run.outcome === 'missing') return <MissingRun />
  return (
    <article id={answerAnchor(run.path)} aria-label={run.agent ?? run.path} className="panel scroll-mt-4">
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
        <h2 className="font-semibold break-all">{run.agent ?? 'Unknown agent'}</h2>
        <OutcomeBadge outcome={run.outcome} status={run.status} />
        <span className="text-muted">
          {run.executionMs === null ? 'time unknown' : formatDuration(run.executionMs)}
        </span>
        <span className="text-muted">{formatBytes(run.sizeBytes)}</span>
        <span className="text-muted">
          <Age atMs={run.endedAtMs} />
        </span>
        {!run.fullyChecked && (
          <span className="text-stale">Over 32 MB: only its beginning and end were checked</span>
        )}
        {answer?.markdown != null && (
          <span className="ml-auto">
            <CopyButton text={answer.markdown} label="Copy the answer" />
          </span>
        )}
      </div>
      {run.error !== null && (
        <pre className="overflow-x-auto border-b px-4 py-3 font-mono text-[13px] break-words whitespace-pre-wrap text-failed">
          {answer?.error ?? run.error}
        </pre>
      )}
      <div className="px-4 py-3">
        <AnswerText run={run} answer={answer} />
      </div>
      {run.outcome !== 'running' && (
        <div className="border-t px-4 py-2">
          <RawAnswer sessionId={run.sessionId} path={run.path} />
        </div>
      )}
    </article>
  )
}

function AnswerText({ run, answer }: { run: Run; answer: Answer | null }) {
  if (answer?.markdown) return <AnswerMarkdown markdown={answer.markdown} />
  if (run.outcome === 'running') return <p className="text-muted">Still at work.</p>
  if (run.outcome === 'writing') return <p className="text-muted">Its file is being written right now.</p>
  if (answer !== null)
    return <p className="text-muted">The file holds no answer that can be read. Its text is below.</p>
  return (
    <Link href={answerHref(run.sessionId, run.path)} scroll={false} className="text-accent hover:underline">
      Show this answer ({formatBytes(run.sizeBytes)})
    </Link>
  )
}

function MissingRun() {
  return (
    <article aria-label="Missing result" className="panel flex flex-wrap items-center gap-x-4 px-4 py-3">
      <OutcomeBadge outcome="missing" status={null} />
      <span className="text-muted">Expected by the session’s metadata, but no file of it is there.</span>
    </article>
  )
}
