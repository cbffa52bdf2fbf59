import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { createJournal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import type { PlanningSource } from './plan-request.ts'
import { type ClaudePlaces, ownPlaces } from './read-settings-file.ts'
import { createRecovery, type RecoveryTerms, type ResumableRecovery } from './recovery.ts'

export type OpenRecovery = ResumableRecovery & {
  /** Whoever runs this process. */
  by: Identity
  close(): void
}

/** Opens what changes a home. The monitor is asked what there is, and not before something is planned. */
export function openRecovery(
  config: Config,
  monitor: () => PlanningSource,
  shared: Journal | null = null,
  claude: ClaudePlaces = ownPlaces(),
): OpenRecovery {
  const { home, resultsDirectory: root } = resolveRoots(config)
  const directory = join(home, 'monitor')
  const journal = shared ?? createJournal(directory)
  const recovery = createRecovery({
    home,
    root,
    directory,
    journal,
    claude,
    source: monitor,
    ...termsOf(config),
  })
  // In it, not beside it: a copy would keep the retention of this moment.
  return Object.assign(recovery, { by: ownUser(), close: () => journal.close() })
}

/** What of a configuration recovery goes by. */
export function termsOf(config: Config): RecoveryTerms {
  const { settleMs, activeWindowMs, recoverAfterMs, cleanupAfterMs, runLimit, lockWaitMs } = config
  const { integrator, retention } = config
  return {
    settleMs,
    activeWindowMs,
    recoverAfterMs,
    cleanupAfterMs,
    runLimit,
    lockWaitMs,
    integrator,
    retention,
  }
}
