import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import { CRITICAL_HOOKS } from '#lib/hooks/critical-hooks.ts'
import type { Conditions } from '#lib/model/issue-evidence.ts'
import { missingCalls, readCaptures } from './read-captures.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { readHooks } from './read-hooks.ts'
import { readLogReports } from './read-log-reports.ts'
import { ownPlaces } from './read-settings-file.ts'
import { readSpace } from './read-space.ts'
import { readStaged } from './read-staged.ts'

export type ConditionsOptions = {
  /** Both absolute and resolved. */
  home: string
  resultsDirectory: string
  /** A report that changed within this time is being written. */
  settleMs: number
  nowMs: number
}

/** What detectors ask for beside the index: the hooks, the disk, and the reports in the logs. */
export function readConditions(options: ConditionsOptions): Conditions {
  const { home, resultsDirectory } = options
  const settings = readClaudeSettings({ home, ...ownPlaces() })
  const missing = missingCalls(settings)
  return {
    hooks: readHooks(home, [...new Set([...CRITICAL_HOOKS, ...missing])]),
    captures: readCaptures({ home, resultsDirectory }, settings),
    missed: missing.map((hook) => join(home, hook)),
    homeUserId: userIdOf(home),
    space: readSpace([resultsDirectory, home]),
    reports: readLogReports(options),
    staged: readStaged({ home, root: resultsDirectory }),
  }
}

export function userIdOf(path: string): number | null {
  if (process.geteuid === undefined) return null
  try {
    return lstatSync(path).uid
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
