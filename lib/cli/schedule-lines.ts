import { formatTime } from '#lib/format/clock.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { callerWords, durationOf, JOB_NAMES } from '#lib/format/schedule-words.ts'
import type { JobRun, JobView, ScheduleView } from '#lib/model/job-run.ts'
import { heading, styled } from './print.ts'

export function scheduleLines({ jobs, firstCleanUpAtMs }: ScheduleView): string[] {
  const lines = [heading('Schedule'), ...jobs.flatMap(jobLines)]
  if (firstCleanUpAtMs !== null)
    lines.push(
      '',
      `The first clean-up by itself is at ${formatTime(firstCleanUpAtMs)}. What it would remove: trinitas free-space --preview`,
    )
  return [
    ...lines,
    '',
    'What is on runs while the dashboard does. What cron or systemd calls runs either way: trinitas schedule print --cron',
  ]
}

function jobLines({ job, enabled, cron, nextAtMs, running, last, waits }: JobView): string[] {
  const next = nextAtMs === null ? '' : `, next at ${formatTime(nextAtMs)}`
  return [
    `${job}  ${enabled ? styled('green', 'on in the dashboard') : 'off in the dashboard'}  "${cron}"${enabled ? next : ''}`,
    ...(running === null ? [] : [`  runs since ${formatTime(running.startedAtMs)}, ${callerWords(running)}`]),
    last === null ? '  has not run yet' : lastLine(last),
    ...(waits === null ? [] : [styled('yellow', `  ⚠️  ${waits}`)]),
  ]
}

function lastLine(run: JobRun): string {
  const { outcome, startedAtMs, summary } = run
  const took = durationOf(run)
  const time = took === null ? '' : ` in ${formatDuration(took)}`
  const text = `  ${outcome}${time} at ${formatTime(startedAtMs)}, ${callerWords(run)}: ${printable(summary)}`
  return outcome === 'done' ? text : styled('red', text)
}

/** What one run came to. */
export function runLine(run: JobRun): string {
  const text = `${JOB_NAMES[run.job]}: ${run.outcome}. ${printable(run.summary)}`
  return run.outcome === 'done' ? styled('green', text) : styled('red', text)
}
