import type { Job } from './schedule.ts'

/** The original guide's four alerts, then ours. */
export const ALERT_RULES = [
  'average_execution',
  'results_size',
  'error_rate',
  'stale_sessions',
  'agent_success_rate',
  'no_results',
  'disk_forecast',
  'hook_silent',
  'job_failed',
] as const
export type AlertRule = (typeof ALERT_RULES)[number]

/** The four that the original's users know. */
export const GUIDE_RULES = ['average_execution', 'results_size', 'error_rate', 'stale_sessions'] as const
export type GuideRule = (typeof GUIDE_RULES)[number]

/** Durations are milliseconds, rates 0 to 1. */
export type AlertUnit = 'duration' | 'bytes' | 'rate' | 'count'

export type RuleShape = {
  unit: AlertUnit
  /** On which side of the threshold the condition holds. */
  raised: 'above' | 'below'
  /** `windows`: of the results of a window. `samples`: of the samples of one. `now`: of what is so now. */
  of: 'windows' | 'samples' | 'now'
  /** Whether there is one alert for all agents, one more for each agent that is named, or one for every agent. */
  agents: 'none' | 'named' | 'every'
}

export const RULE_SHAPES: Readonly<Record<AlertRule, RuleShape>> = {
  average_execution: { unit: 'duration', raised: 'above', of: 'windows', agents: 'named' },
  results_size: { unit: 'bytes', raised: 'above', of: 'now', agents: 'none' },
  error_rate: { unit: 'rate', raised: 'above', of: 'windows', agents: 'named' },
  stale_sessions: { unit: 'count', raised: 'above', of: 'now', agents: 'none' },
  agent_success_rate: { unit: 'rate', raised: 'below', of: 'windows', agents: 'every' },
  no_results: { unit: 'duration', raised: 'above', of: 'now', agents: 'none' },
  disk_forecast: { unit: 'duration', raised: 'below', of: 'samples', agents: 'none' },
  hook_silent: { unit: 'duration', raised: 'above', of: 'now', agents: 'none' },
  job_failed: { unit: 'count', raised: 'above', of: 'now', agents: 'none' },
}

/** What an alert is about: a rule, and the agent where it is about one. */
export type AlertSubject = { rule: AlertRule; agent: string | null }

/** One text a subject. No rule has a slash in its name, so no agent's name can be taken for another subject. */
export const alertKey = ({ rule, agent }: AlertSubject): string =>
  agent === null ? rule : `${rule}/${agent}`

/** Results that ended within a window. */
export type ResultTally = {
  results: number
  errors: number
  /** Of results with a known time; `null` where there is none. */
  averageMs: number | null
  timed: number
}

export type ResultWindow = {
  windowMs: number
  overall: ResultTally
  agents: (ResultTally & { agent: string })[]
}

export type DiskSample = { atMs: number; freeBytes: number }

/** What is asked of the history of results and of the machine. */
export type AlertFactsQuery = { nowMs: number; windowsMs: readonly number[]; diskWindowMs: number }

/** What that says. `null` is unknown. */
export type AlertFacts = {
  windows: ResultWindow[]
  lastResultAtMs: number | 'never'
  resultsBytes: number | null
  /** Oldest first. */
  disk: DiskSample[] | null
  agentProcesses: number | null
  agentsSinceMs: number | null
}

export type JobFailures = { job: Job; inARow: number }

/** What alerts are judged by. `null` is unknown, which is neither fine nor wrong; `never` is known not to have been. */
export type AlertEvidence = {
  /** One for each length that the settings name. */
  windows: ResultWindow[] | null
  resultsBytes: number | null
  staleSessions: number | null
  activeSessions: number | null
  /** Since when at least one session has been active; of no meaning while none is. */
  sessionActiveSinceMs: number | null
  lastResultAtMs: number | 'never' | null
  /** Oldest first. */
  disk: DiskSample[] | null
  /** How many processes of agents run on this machine. */
  agentProcesses: number | null
  /** Since when at least one has been running; of no meaning while none is. */
  agentsSinceMs: number | null
  /** When the hooks last wrote anything. */
  lastCaptureAtMs: number | 'never' | null
  /** How many runs in a row of a scheduled job have failed, of the job where that are most. */
  jobFailures: JobFailures | null
}

export const UNKNOWN_EVIDENCE: AlertEvidence = {
  windows: null,
  resultsBytes: null,
  staleSessions: null,
  activeSessions: null,
  sessionActiveSinceMs: null,
  lastResultAtMs: null,
  disk: null,
  agentProcesses: null,
  agentsSinceMs: null,
  lastCaptureAtMs: null,
  jobFailures: null,
}

/** Where an alert stands. Times are epoch milliseconds. */
export type AlertState = AlertSubject & {
  raisedAtMs: number | null
  /** For how long what would change it was seen: the condition, or once raised that it is over. `null` where it is not. */
  heldMs: number | null
  evaluatedAtMs: number
  /** The last that was known; `null` before. */
  value: number | null
  /** Of which job the value is, where it is of one. */
  job?: Job | undefined
  /** What the value is held against. */
  threshold: number
  /** Why it cannot be told now, in a sentence; it stays as it was meanwhile. `null` where it can. */
  unknown: string | null
  /** When it was last told to anybody that it is raised. */
  toldAtMs: number | null
  /** Whether it was told that it is raised this time, so that its end is told too. */
  told: boolean
}

/** Until when nobody wants to hear of an alert, by `alertKey`; a rule's own stands for all of its agents. */
export type AlertMutes = Readonly<Record<string, number>>

export type AlertStates = { alerts: AlertState[]; mutes: AlertMutes }

/** `kept`: raised before, and told only now that nothing keeps it back any more. */
export type AlertChange = AlertSubject & {
  kind: 'raised' | 'cleared' | 'kept'
  atMs: number
  raisedAtMs: number
  value: number | null
  job?: Job | undefined
  threshold: number
  /** Whether it goes to people, or a mute or the cooldown keeps it back. */
  tell: boolean
  /** Why it was cleared, where not because the condition is over. */
  because: 'switched_off' | null
}
