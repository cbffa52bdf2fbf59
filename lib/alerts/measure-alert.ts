import type { AlertEvidence, AlertRule, AlertSubject, ResultTally } from '#lib/model/alert.ts'
import type { AlertTerms } from '#lib/model/alert-settings.ts'
import type { Job } from '#lib/model/schedule.ts'
import { forecastDisk } from './forecast-disk.ts'

/** `quiet`: known, and there is nothing that the condition could hold of, such as a rate of no results. */
export type Measured =
  | { kind: 'value'; value: number; job?: Job | undefined }
  | { kind: 'quiet' }
  | { kind: 'unknown'; why: string }

export type Judged = {
  subject: AlertSubject
  terms: AlertTerms
  evidence: AlertEvidence
  /** An alert that is raised is judged by fewer results, so that it does not clear as the window moves on. */
  raised: boolean
  nowMs: number
}

/** The value of an alert, in the unit of its rule. */
export const measureAlert = (judged: Judged): Measured => RULES[judged.subject.rule](judged)

const QUIET: Measured = { kind: 'quiet' }
const measured = (value: number): Measured => ({ kind: 'value', value })
const unknown = (why: string): Measured => ({ kind: 'unknown', why })

const RULES: Readonly<Record<AlertRule, (judged: Judged) => Measured>> = {
  average_execution: (judged) =>
    ofResults(judged, ({ averageMs, timed }) => ({ of: timed, value: averageMs })),
  error_rate: (judged) =>
    ofResults(judged, ({ errors, results }) => ({ of: results, value: errors / results })),
  agent_success_rate: (judged) =>
    ofResults(judged, ({ errors, results }) => ({ of: results, value: 1 - errors / results })),
  results_size: ({ evidence: { resultsBytes } }) =>
    resultsBytes === null ? unknown('How large the results are is not known.') : measured(resultsBytes),
  stale_sessions: ({ evidence: { staleSessions } }) =>
    staleSessions === null ? unknown('How many sessions are stale is not known.') : measured(staleSessions),
  no_results: measureNoResults,
  disk_forecast: measureDisk,
  hook_silent: measureHook,
  job_failed: ({ evidence: { jobFailures } }) =>
    jobFailures === null
      ? unknown('How the scheduled jobs ended is not known.')
      : { kind: 'value', value: jobFailures.inARow, job: jobFailures.job },
}

function ofResults(
  { subject: { agent }, terms, evidence, raised }: Judged,
  measure: (tally: ResultTally) => { of: number; value: number | null },
): Measured {
  const window = evidence.windows?.find(({ windowMs }) => windowMs === terms.windowMs)
  if (window === undefined) return unknown('The results of its window are not known.')
  const tally = agent === null ? window.overall : window.agents.find((of) => of.agent === agent)
  if (tally === undefined) return QUIET
  const { of, value } = measure(tally)
  return value === null || of < (raised ? 1 : terms.minimumResults) ? QUIET : measured(value)
}

/** Since the last result, or since a session became active after it. */
function measureNoResults({ evidence, nowMs }: Judged): Measured {
  const { activeSessions, sessionActiveSinceMs, lastResultAtMs } = evidence
  if (activeSessions === 0) return QUIET
  if (activeSessions === null) return unknown('Whether sessions are active is not known.')
  return silenceOf(sessionActiveSinceMs, lastResultAtMs, nowMs) ?? unknown(NO_LAST_RESULT)
}

/** Since the hooks last wrote, or since agents began to run after that. */
function measureHook({ evidence, nowMs }: Judged): Measured {
  const { agentProcesses, agentsSinceMs, lastCaptureAtMs } = evidence
  if (agentProcesses === 0) return QUIET
  if (agentProcesses === null) return unknown('Whether agents run on this machine is not known.')
  return silenceOf(agentsSinceMs, lastCaptureAtMs, nowMs) ?? unknown(NO_LAST_CAPTURE)
}

const NO_LAST_RESULT = 'When the last result arrived is not known.'
const NO_LAST_CAPTURE = 'When the hooks last wrote a file is not known.'

function silenceOf(
  sinceMs: number | null,
  lastAtMs: number | 'never' | null,
  nowMs: number,
): Measured | null {
  if (sinceMs === null || lastAtMs === null) return null
  const fromMs = lastAtMs === 'never' ? sinceMs : Math.max(sinceMs, lastAtMs)
  return measured(Math.max(0, nowMs - fromMs))
}

function measureDisk({ evidence: { disk }, terms, nowMs }: Judged): Measured {
  if (disk === null) return unknown('How much of the disk is free is not known.')
  const leftMs = forecastDisk(disk, terms.windowMs, nowMs)
  return leftMs === null
    ? unknown('There are too few samples of the disk yet to tell at which rate it fills.')
    : measured(leftMs)
}
