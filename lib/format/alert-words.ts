import {
  type AlertChange,
  type AlertRule,
  type AlertSubject,
  type AlertUnit,
  RULE_SHAPES,
} from '#lib/model/alert.ts'
import type { Job } from '#lib/model/schedule.ts'
import { formatBytes } from './bytes.ts'
import { formatDuration } from './duration.ts'
import { formatCount, formatRate } from './number.ts'
import { printable } from './printable.ts'
import { JOB_NAMES } from './schedule-words.ts'

const NAMES: Readonly<Record<AlertRule, string>> = {
  average_execution: 'Average execution time',
  results_size: 'Results on disk',
  error_rate: 'Error rate',
  stale_sessions: 'Stale sessions',
  agent_success_rate: 'Success rate',
  no_results: 'No result though sessions are active',
  disk_forecast: 'Disk full soon',
  hook_silent: 'Hooks capture nothing',
  job_failed: 'Scheduled job fails',
}

/** "Error rate", "Success rate of krukai-optimizer". */
export function alertName({ rule, agent }: AlertSubject): string {
  return agent === null ? NAMES[rule] : `${NAMES[rule]} of ${printable(agent)}`
}

const UNITS: Readonly<Record<AlertUnit, (value: number) => string>> = {
  duration: formatDuration,
  bytes: formatBytes,
  rate: formatRate,
  count: (value) => formatCount(Math.round(value * 100) / 100),
}

export const formatAlertValue = (rule: AlertRule, value: number | null): string =>
  value === null ? 'unknown' : UNITS[RULE_SHAPES[rule].unit](value)

const LEADS: Partial<Record<AlertRule, (value: string, job: Job | undefined) => string>> = {
  no_results: (value) => `no result for ${value}`,
  disk_forecast: (value) => `full in ${value} at the present rate`,
  hook_silent: (value) => `agents run, and nothing was captured for ${value}`,
  job_failed: (value, job) =>
    `${job === undefined ? '' : `${JOB_NAMES[job]} `}failed ${value} times in a row, as Settings shows`,
}

type Valued = AlertSubject & { value: number | null; job?: Job | undefined; threshold: number }

/** "25 %, over 20 %": what was seen, and what it is held against. */
export function alertReason({ rule, value, job, threshold }: Valued): string {
  const seen = formatAlertValue(rule, value)
  const side = RULE_SHAPES[rule].raised === 'above' ? 'over' : 'under'
  return `${LEADS[rule]?.(seen, job) ?? seen}, ${side} ${formatAlertValue(rule, threshold)}`
}

/** The sentence for logs and messages. */
export function changeWords(change: AlertChange): string {
  const name = alertName(change)
  switch (change.kind) {
    case 'raised':
      return `Alert raised: ${name}: ${alertReason(change)}`
    case 'kept':
      return `Alert still raised: ${name}: ${alertReason(change)}`
    case 'cleared':
      return `Alert cleared: ${name}: ${endWords(change)}`
  }
}

function endWords({ rule, value, because, atMs, raisedAtMs }: AlertChange): string {
  const lasted = `after ${formatDuration(atMs - raisedAtMs)}`
  if (because === 'switched_off') return `switched off ${lasted}`
  return value === null
    ? `nothing to judge it by any more, ${lasted}`
    : `${formatAlertValue(rule, value)} ${lasted}`
}
