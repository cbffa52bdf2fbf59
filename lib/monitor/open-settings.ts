import { join } from 'node:path'
import type { Config, ConfigSources } from '#lib/config.ts'
import { createJournal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import { createLiveConfig } from './live-config.ts'
import { createSettings, type Settings } from './settings.ts'

export type OpenSettings = Settings & {
  /** Whoever runs this process. */
  by: Identity
  close(): void
}

/** The settings of a home for a command. A dashboard that runs notices what becomes of the file by itself. */
export function openSettings(config: Config, sources: ConfigSources): OpenSettings {
  const { home } = resolveRoots(config)
  const journal = createJournal(join(home, 'monitor'))
  const live = createLiveConfig(sources, config, { watch: false })
  return { ...createSettings({ live, home, journal }), by: ownUser(), close: () => journal.close() }
}
