import type { JobRun } from '#lib/model/job-run.ts'
import type { Job } from '#lib/model/schedule.ts'
import { formatTime } from './clock.ts'
import { formatDuration } from './duration.ts'

export const JOB_NAMES: Readonly<Record<Job, string>> = {
  health_check: 'Health check',
  clean_up: 'Clean-up',
  auto_recovery: 'Automatic recovery',
}

/** What each does, in a sentence. */
export const JOB_SENTENCES: Readonly<Record<Job, string>> = {
  health_check:
    'Looks at hooks, settings, disk, permissions and all else that it takes, and writes a report to logs/.',
  clean_up:
    'Moves stale sessions to failed/, rotates logs, moves what is past its retention to the trash, and purges expired trash where somebody consented to that.',
  auto_recovery:
    'Mends what is wrong and can be mended: broken files, incomplete sessions, missing integrations, hooks, disk space, permissions.',
}

/** Why retention waits, and how a person lets it go on. */
export function holdWords(
  job: Job,
  { kind, lastAtMs }: { kind: 'gap' | 'clock_back' | 'earlier'; lastAtMs: number | null },
  nowMs: number,
): string {
  const why = {
    gap: () => `nothing ran for ${formatDuration(nowMs - (lastAtMs ?? nowMs))}`,
    clock_back: () => `the clock is behind ${formatTime(lastAtMs ?? nowMs)}, when it ran last`,
    earlier: () => 'an earlier run found that too much time had passed, or the clock wrong',
  }[kind]()
  const what = JOB_NAMES[job].toLowerCase()
  return `Retention waits for a person: ${why}. Look at what it would remove, then run the ${what} by hand.`
}

const CALLERS: Readonly<Record<JobRun['caller'], string>> = {
  dashboard: 'the dashboard',
  command: 'a command',
  person: 'hand',
}

/** "by the dashboard", "by hand (ada)". */
export const callerWords = ({ caller, user }: Pick<JobRun, 'caller' | 'user'>): string =>
  caller === 'person' ? `by ${CALLERS[caller]} (${user})` : `by ${CALLERS[caller]}`

/** How long it took; `null` while it runs. */
export const durationOf = ({ startedAtMs, endedAtMs }: JobRun): number | null =>
  endedAtMs === null ? null : endedAtMs - startedAtMs
