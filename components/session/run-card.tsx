import { Scissors } from 'lucide-react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { usageWords } from '#lib/format/usage-words.ts'
import type { AgentUsage } from '#lib/model/agent-work.ts'
import type { Run } from '#lib/model/run.ts'
import { Age } from '../live/age.tsx'
import { CopyAnswer } from '../live/copy-answer.tsx'
import { RawAnswer } from '../live/raw-answer.tsx'
import { answerAnchor, answerHref } from '../sessions/session-link.tsx'
import { AnswerMarkdown } from './answer-markdown.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'
import { RunningFacts } from './running-facts.tsx'
import { ShowAnswer } from './show-answer.tsx'
import type { ShownAnswer } from './shown-answer.ts'

type Props = {
  run: Run
  /** `null` where it was not read for this page. */
  shown: ShownAnswer | null
  /** Paths of answers that were asked for by name, and stay when another one is. */
  asked: readonly string[]
  /** For how long an agent may be silent; `null` where that is not known. */
  limitMs: number | null
}

/** One agent's run: how it ended, its error, its answer, and the file as it is. */
export function RunCard({ run, shown, asked, limitMs }: Props) {
  const markdown = shown?.markdown ?? null
  return (
    <article
      id={answerAnchor(run.path)}
      tabIndex={-1}
      aria-label={printable(run.agent ?? run.path)}
      className="panel scroll-mt-4 outline-none focus-visible:outline-2"
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
        <h2 className="font-semibold break-all">{printable(run.agent ?? 'Unknown agent')}</h2>
        <OutcomeBadge outcome={run.outcome} status={run.status} />
        {run.cutShort !== null && <CutShortBadge />}
        {run.kind === 'result' && <ResultFacts run={run} />}
        {!run.fullyChecked && (
          <span className="text-stale">Over 32 MB: only its beginning and end were checked</span>
        )}
        {markdown !== null && (
          <span className="ml-auto">
            <CopyAnswer sessionId={run.sessionId} path={run.path} />
          </span>
        )}
      </div>
      {run.cutShort !== null && (
        <p className="border-b px-4 py-3 break-words text-stale">
          It was cut short and completed. {revealHidden(run.cutShort)}
        </p>
      )}
      {run.error !== null && (
        <pre className="overflow-x-auto border-b px-4 py-3 font-mono text-[13px] break-words whitespace-pre-wrap text-failed">
          {revealHidden(shown?.answer.error ?? run.error)}
        </pre>
      )}
      <div className="px-4 py-3">
        {markdown !== null ? (
          <AnswerMarkdown {...markdown} truncated={shown?.answer.markdownTruncated ?? false} />
        ) : (
          <NoAnswer run={run} read={shown !== null} asked={asked} limitMs={limitMs} />
        )}
      </div>
      {run.usage !== null && <UsageLine usage={run.usage} />}
      {run.kind === 'result' && (
        <div className="border-t px-4 py-2">
          <RawAnswer sessionId={run.sessionId} path={run.path} />
        </div>
      )}
    </article>
  )
}

function ResultFacts({ run: { executionMs, sizeBytes, endedAtMs } }: { run: Run }) {
  return (
    <>
      <span className="text-muted">
        {executionMs === null ? 'time unknown' : formatDuration(executionMs)}
      </span>
      <span className="text-muted">{formatBytes(sizeBytes)}</span>
      <span className="text-muted">
        <Age atMs={endedAtMs} />
      </span>
    </>
  )
}

function UsageLine({ usage }: { usage: AgentUsage }) {
  return (
    <p className="flex flex-wrap gap-x-4 border-t px-4 py-2 text-[13px] text-muted">
      {usage.model !== null && <span className="break-all">{printable(usage.model)}</span>}
      {usageWords(usage).map((words) => (
        <span key={words}>{words}</span>
      ))}
    </p>
  )
}

const CutShortBadge = () => (
  <span className="flex items-center gap-1.5 whitespace-nowrap text-stale">
    <Scissors size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
    Cut short
  </span>
)

type NoAnswerProps = Pick<Props, 'run' | 'asked' | 'limitMs'> & { read: boolean }

function NoAnswer({ run, read, asked, limitMs }: NoAnswerProps) {
  if (run.work !== null) return <RunningFacts work={run.work} limitMs={limitMs} />
  if (run.kind === 'start')
    return <p className="text-muted">It was seen to start, and no answer of it came.</p>
  if (run.outcome === 'writing') return <p className="text-muted">Its file is being written right now.</p>
  if (!read) {
    const href = answerHref(run.sessionId, run.path, asked)
    return <ShowAnswer href={href} anchor={answerAnchor(run.path)} sizeBytes={run.sizeBytes} />
  }
  return (
    <p className="text-muted">
      {run.outcome === 'unreadable' || !run.fullyChecked
        ? 'The file holds no answer that can be read. Its text is below.'
        : 'It ended without an answer.'}
    </p>
  )
}
