import { join } from 'node:path'
import type { Config, ConfigSources } from '#lib/config.ts'
import { createJournal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { SettingPath } from '#lib/model/setting.ts'
import { pathInFile } from '#lib/settings/find-in-file.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import { createLiveConfig } from './live-config.ts'
import { createSettings, type Settings } from './settings.ts'

export type OpenSettings = Settings & {
  /** Whoever runs this process. */
  by: Identity
  /** Where in the config file something of a name stands, a setting or not; `null` where nothing does. */
  find(name: string): SettingPath | null
  close(): void
}

/**
 * The settings of a home for a command. A dashboard that runs notices what becomes of the file by itself. Whoever calls it
 * can write the file anyway, so it mends whatever is wrong there.
 */
export function openSettings(config: Config, sources: ConfigSources): OpenSettings {
  const { home } = resolveRoots(config)
  const journal = createJournal(join(home, 'monitor'))
  const live = createLiveConfig(sources, config, { watch: false })
  return {
    ...createSettings({ live, home, journal, atStart: true }),
    by: ownUser(),
    find: (name) => pathInFile(readConfigFile(live.file), name),
    close: () => journal.close(),
  }
}
