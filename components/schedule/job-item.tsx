import { TriangleAlert } from 'lucide-react'
import { revealHidden } from '#lib/format/printable.ts'
import { JOB_NAMES, JOB_SENTENCES } from '#lib/format/schedule-words.ts'
import type { JobView } from '#lib/model/job-run.ts'
import { Time } from '../live/time.tsx'
import { JobRuns } from './job-runs.tsx'
import { JobSwitch } from './job-switch.tsx'
import { RunJobButton } from './run-job-button.tsx'

type Props = { view: JobView; onChange: () => Promise<void> }

/** One job: what it does, whether it is on, when it runs next, how it went, and the button that runs it now. */
export function JobItem({ view, onChange }: Props) {
  const { job, enabled, cron, nextAtMs, waits, running } = view
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-3 last:border-0">
      <div className="min-w-0 flex-1 basis-80">
        <h3 className="font-semibold">{JOB_NAMES[job]}</h3>
        <p className="text-muted">{JOB_SENTENCES[job]}</p>
        <p>
          {enabled && nextAtMs !== null ? (
            <>
              Next run: <Time atMs={nextAtMs} />
            </>
          ) : (
            'Does not run by itself'
          )}{' '}
          <code
            className="font-mono text-[13px] text-muted"
            title="Minute, hour, day, month, day of the week"
          >
            {cron}
          </code>
        </p>
        <JobRuns view={view} />
        {waits !== null && (
          <p className="flex items-start gap-2">
            <TriangleAlert size={16} className="mt-0.5 shrink-0 text-stale" aria-hidden />
            <span className="min-w-0 break-words">{revealHidden(waits)}</span>
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <JobSwitch job={job} enabled={enabled} onChange={onChange} />
        <RunJobButton job={job} isRunning={running !== null} onBegun={onChange} />
      </div>
    </li>
  )
}
