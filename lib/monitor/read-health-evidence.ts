import type { HealthEvidence, SettingsEvidence } from '#lib/model/health-evidence.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { MonitorStatus } from '#lib/model/live.ts'
import { readServerRecord } from '#lib/store/server-record.ts'
import { readCaptures } from './read-captures.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { readConfigFault } from './read-config-fault.ts'
import { readErrorLog } from './read-error-log.ts'
import { readPrograms } from './read-hook-programs.ts'
import { readHookTexts } from './read-hook-texts.ts'
import { managedDirectoryOf, readMoreSettings } from './read-more-settings.ts'
import { readLeftovers, readOwnFiles } from './read-own-files.ts'
import { ownPlaces } from './read-settings-file.ts'
import { readSpace } from './read-space.ts'
import { readStructure } from './read-structure.ts'
import { readWatchUse } from './read-watch-use.ts'

export const RECENT_MS = 24 * 3_600_000

/** What is known already. */
export type KnownHealth = {
  nowMs: number
  issues: readonly Issue[]
  status: MonitorStatus
  sweepIntervalMs: number | null
  /** Where the config file is, or would be. */
  configFile: string
  recent: HealthEvidence['recent']
  /** Directories that results name. */
  projects: readonly string[]
}

/** Looks at everything that the health of a home is told from. Nothing is written. */
export function readHealthEvidence({ projects, configFile, ...known }: KnownHealth): HealthEvidence {
  const { home, resultsDirectory } = known.status
  const { nowMs } = known
  const settings = readAllSettings(home, projects)
  return {
    ...known,
    captureHooks: readPrograms(home),
    directories: readStructure(home, resultsDirectory, readCaptures({ home, resultsDirectory }, settings)),
    space: readSpace([resultsDirectory, home]),
    settings,
    ...readHookTexts(home, process.env.PATH ?? ''),
    configFault: readConfigFault(home, configFile),
    errorLog: readErrorLog(home, nowMs - RECENT_MS),
    leftovers: readLeftovers(home, nowMs),
    watchUse: readWatchUse(),
    ownFiles: readOwnFiles(home),
    memoryBytes: process.memoryUsage.rss(),
    dashboardUrl: readServerRecord(home)?.url ?? null,
  }
}

function readAllSettings(home: string, projects: readonly string[]): SettingsEvidence[] {
  const places = { home, ...ownPlaces() }
  const own = readClaudeSettings(places)
  const managedDirectory = managedDirectoryOf(process.platform)
  return [...own, ...readMoreSettings({ ...places, projects, managedDirectory }, own)]
}
