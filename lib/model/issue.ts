export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The original's five, under its names, and ours. */
export const ISSUE_TYPES = [
  'incomplete_session',
  'corrupted_json',
  'missing_integration',
  'hook_failure',
  'disk_space',
  'stale_session',
  'loose_permissions',
  'large_result',
  'orphaned_integration',
  'future_time',
  'truncated_report',
  'interrupted_operation',
] as const
export type IssueType = (typeof ISSUE_TYPES)[number]

/** One thing that an issue is about. */
export type IssueItem = {
  /** A session's id, or a path: absolute, or relative to the results directory. */
  name: string
  sessionId: string | null
  /** What was seen, as a sentence that can be checked. */
  evidence: string
  /** Epoch milliseconds; `null` where that is unknown. */
  sinceMs: number | null
  sizeBytes: number | null
}

/** `unknown`: it could not be seen, so nothing is said of it but that. */
export type Certainty = 'found' | 'unknown'

/** What mends an issue. */
export const REMEDIES = [
  'clean_up',
  'recover',
  'repair',
  'integrate',
  'fix_hooks',
  'fix_permissions',
  'free_space',
] as const
export type Remedy = (typeof REMEDIES)[number]

export type Issue = {
  type: IssueType
  severity: Severity
  certainty: Certainty
  count: number
  /** One sentence, with how many. */
  description: string
  /** Epoch milliseconds of the oldest item; `null` where that is unknown. */
  sinceMs: number | null
  items: IssueItem[]
  /** The plan that mends it; `null` where a person must, and `advice` says how. */
  action: Remedy | null
  advice: string
  /** Epoch milliseconds until which nobody wants to hear of it; `null` where it is not snoozed. */
  snoozedUntilMs: number | null
}
