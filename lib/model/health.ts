import type { PlanRequest } from './recovery.ts'

/** In the order of a report: what everything stands on comes first. */
export const HEALTH_CHECKS = [
  'directories',
  'hooks',
  'hook_calls',
  'programs',
  'settings',
  'disk_space',
  'errors',
  'temporary_files',
  'broken_files',
  'integration',
  'permissions',
  'clock',
  'watches',
  'monitor',
] as const
export type HealthCheckId = (typeof HEALTH_CHECKS)[number]

export const HEALTH_NAMES: Readonly<Record<HealthCheckId, string>> = {
  directories: 'Directory structure',
  hooks: 'Hooks',
  hook_calls: 'Calls of hooks',
  programs: 'Programs of hooks',
  settings: 'Settings',
  disk_space: 'Disk space',
  errors: 'Recent errors',
  temporary_files: 'Temporary files',
  broken_files: 'Broken files',
  integration: 'Integration',
  permissions: 'Permissions',
  clock: 'Clock',
  watches: 'File watches',
  monitor: 'The monitor itself',
}

/** `unknown`: it could not be seen, which is neither fine nor a warning. */
export const HEALTH_RESULTS = ['ok', 'warning', 'critical', 'unknown'] as const
export type HealthResult = (typeof HEALTH_RESULTS)[number]

export const HEALTH_STATUSES = ['healthy', 'warning', 'critical'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]

export type HealthCheck = {
  id: HealthCheckId
  result: HealthResult
  /** One sentence. */
  summary: string
  /** What was seen, as sentences that can be checked. */
  evidence: string[]
  /** What to do; `null` where nothing is to be done. */
  advice: string | null
  /** The plan that mends it; `null` where there is none. */
  request: PlanRequest | null
}

export type HealthReport = {
  /** Absolute and resolved. */
  home: string
  resultsDirectory: string
  /** Epoch milliseconds. */
  checkedAtMs: number
  /** The worst result of a check, those aside that are unknown. */
  status: HealthStatus
  /** One of each, in their order. */
  checks: HealthCheck[]
}

/** What a report of an earlier run says, as far as a trend needs it. */
export type PastHealth = {
  /** Of the report's file in `logs/`. */
  name: string
  checkedAtMs: number
  status: HealthStatus
  /** Names of the checks that were no good, as they are shown. */
  failed: string[]
}

/** Reports of earlier runs, the newest first. */
export type HealthHistory = {
  reports: PastHealth[]
  /** Reports that cannot be read, and why; or all of them, where `logs/` cannot be listed. */
  broken: { name: string; reason: string }[]
  /** How many more there are that were not read. */
  older: number
}

/** What a run wrote, absolute. */
export type WrittenReport = { text: string; json: string }
