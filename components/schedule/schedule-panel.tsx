'use client'

import { revealHidden } from '#lib/format/printable.ts'
import { Panel } from '../ui/panel.tsx'
import { JobItem } from './job-item.tsx'
import { useSchedule } from './use-schedule.ts'

/** What runs by itself, when, and how it went. `settings`: another text each time that they are others. */
export function SchedulePanel({ settings }: { settings: string }) {
  const { schedule, read } = useSchedule(settings)
  return (
    <Panel title="Schedule" aside="in the time zone of the machine, while the dashboard runs">
      {schedule === null && (
        <p role="status" className="px-4 py-3 text-muted">
          Reading the schedule…
        </p>
      )}
      {schedule?.ok === false && (
        <p role="alert" className="px-4 py-3 break-words text-failed">
          {revealHidden(schedule.message)}
        </p>
      )}
      {schedule?.ok === true && (
        <>
          <ul aria-label="Jobs">
            {schedule.value.jobs.map((view) => (
              <JobItem key={view.job} view={view} onChange={read} />
            ))}
          </ul>
          <p className="border-t px-4 py-2 text-[13px] text-muted">
            From cron or systemd instead: <code className="font-mono">trinitas schedule print --cron</code>.
            Running both is harmless: each due time is run once.
          </p>
        </>
      )}
    </Panel>
  )
}
