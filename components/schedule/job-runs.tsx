import { CircleCheck, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { formatDuration } from '#lib/format/duration.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { callerWords, durationOf } from '#lib/format/schedule-words.ts'
import type { JobOutcome, JobRun, JobView } from '#lib/model/job-run.ts'
import { Time } from '../live/time.tsx'

const LOOKS: Record<JobOutcome, { word: string; icon: LucideIcon; color: string }> = {
  running: { word: 'Running', icon: LoaderCircle, color: 'text-accent' },
  done: { word: 'Done', icon: CircleCheck, color: 'text-active' },
  failed: { word: 'Failed', icon: CircleX, color: 'text-failed' },
  interrupted: { word: 'Interrupted', icon: CircleX, color: 'text-failed' },
}

/** What runs now, and how the last run ended, with what it did. */
export function JobRuns({ view: { running, last } }: { view: Pick<JobView, 'running' | 'last'> }) {
  return (
    <div role="status" className="flex flex-col gap-1">
      {running !== null && <Run run={running} />}
      {last === null ? running === null && <p className="text-muted">Has not run yet</p> : <Run run={last} />}
    </div>
  )
}

function Run({ run }: { run: JobRun }) {
  const { word, icon: Icon, color } = LOOKS[run.outcome]
  const tookMs = durationOf(run)
  return (
    <p className="break-words">
      <span className={`mr-2 inline-flex items-center gap-1.5 align-bottom ${color}`}>
        <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
        {word}
      </span>
      <span className="text-muted">
        <Time atMs={run.startedAtMs} />, {printable(callerWords(run))}
        {tookMs !== null && `, in ${formatDuration(tookMs)}`}
      </span>{' '}
      {revealHidden(run.summary)} <Evidence run={run} />
    </p>
  )
}

/** Where what it did can be looked at, and taken back. */
function Evidence({ run: { operations, report } }: { run: JobRun }) {
  return (
    <>
      {report !== null && (
        <Link href={`/logs?file=${encodeURIComponent(report)}`} className="text-accent underline">
          See the report
        </Link>
      )}
      {operations.map((id, at) => (
        <span key={id}>
          {at > 0 && ' '}
          <Link href={`/recovery#operation-${id}`} className="text-accent underline">
            {operations.length === 1 ? 'See the operation' : `See operation ${at + 1}`}
          </Link>
        </span>
      ))}
    </>
  )
}
