import { printable } from '#lib/format/printable.ts'
import {
  HEALTH_NAMES,
  type HealthCheck,
  type HealthReport,
  type HealthResult,
  type HealthStatus,
} from '#lib/model/health.ts'
import { healthCommand } from './health-command.ts'

const MARKS: Readonly<Record<HealthResult, string>> = {
  ok: '✅',
  warning: '⚠️ ',
  critical: '❌',
  unknown: '❔',
}

/** The original's, that of a warning word for word; programs look for them in its reports. */
const STATUS_LINES: Readonly<Record<HealthStatus, readonly [line: string, meaning: string]>> = {
  healthy: ['✅ System Status: HEALTHY', 'No issues detected.'],
  warning: [
    '⚠️  System Status: WARNING',
    'Minor issues detected. System is functional but should be monitored.',
  ],
  critical: [
    '❌ System Status: CRITICAL',
    'Critical issues detected. Results may be lost until they are mended.',
  ],
}

/** A report for people: the original's lines, and between them what was checked. Nothing in it steers a terminal. */
export function reportLines(report: HealthReport): string[] {
  const failed = report.checks.filter(isIssue)
  const [line, meaning] = STATUS_LINES[report.status]
  const lines = [
    'Trinitas Health Check Report',
    `Generated: ${asDateSays(report.checkedAtMs)}`,
    '================================',
    '',
    `Home: ${report.home}`,
    `Results: ${report.resultsDirectory}`,
    '',
    ...report.checks.flatMap(checkLines),
    '',
    `Total Issues Found: ${failed.length}`,
    '',
    line,
    '',
    meaning,
    ...recommendations(failed),
  ]
  return lines.map(printable)
}

export const isIssue = ({ result }: HealthCheck): boolean => result === 'warning' || result === 'critical'

function checkLines({ id, result, summary, evidence, advice, request }: HealthCheck): string[] {
  return [
    `${MARKS[result]} ${HEALTH_NAMES[id]}: ${summary}`,
    ...evidence.map((line) => `     ${line}`),
    ...(result === 'ok' || advice === null ? [] : [`   → ${advice}`]),
    ...(request === null ? [] : [`   $ ${healthCommand(request)}`]),
  ]
}

function recommendations(failed: readonly HealthCheck[]): string[] {
  if (failed.length === 0) return []
  const advice = failed.map(({ id, request, advice: words }) => {
    const what = request === null ? words : `Run: ${healthCommand(request)}`
    return `${HEALTH_NAMES[id]}: ${what}`
  })
  return ['', 'Recommendations:', ...advice.map((words, at) => `${at + 1}. ${words}`)]
}

/** "Mon Nov 23 21:10:57 UTC 2026", as the original's `date` does. */
function asDateSays(atMs: number): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(atMs).toUTCString().split(' ')
  return `${weekday.replace(',', '')} ${month} ${String(Number(day)).padStart(2)} ${time} UTC ${year}`
}
