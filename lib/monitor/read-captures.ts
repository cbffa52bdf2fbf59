import { join } from 'node:path'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { SettingsEvidence } from '#lib/model/health-evidence.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { ownPlaces } from './read-settings-file.ts'

/** Whether settings have Claude Code call the capture hooks of a home as agents end, and they are there. */
export const readCaptures = (home: string, settings: readonly SettingsEvidence[]): boolean =>
  [LAUNCHER, PROGRAM].every((path) => statEntry(join(home, path)).kind === 'file') &&
  settings.some(
    (file) =>
      file.kind === 'read' &&
      !file.hooksAreOff &&
      file.calls.some(
        ({ hook, event, leadsTo }) => hook === LAUNCHER && event === 'SubagentStop' && leadsTo === 'this',
      ),
  )

/** The same, by the settings of whoever runs this. */
export const capturesNow = (home: string): boolean =>
  readCaptures(home, readClaudeSettings({ home, ...ownPlaces() }))
