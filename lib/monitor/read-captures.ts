import { join } from 'node:path'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { SettingsEvidence } from '#lib/model/health-evidence.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { readLastCaptures } from './read-last-captures.ts'
import { ownPlaces } from './read-settings-file.ts'

/** Both absolute and resolved. */
type Places = { home: string; resultsDirectory: string }

/**
 * Whether the capture hooks of a home are there, and settings have Claude Code call them as agents end. Settings of a single
 * project are not known from here: what was captured says that some call them, since uninstalling takes the hooks away.
 */
export const readCaptures = (
  { home, resultsDirectory }: Places,
  settings: readonly SettingsEvidence[],
): boolean =>
  [LAUNCHER, PROGRAM].every((path) => statEntry(join(home, path)).kind === 'file') &&
  (settings.some(callsAsAgentsEnd) || readLastCaptures(resultsDirectory).SubagentStop !== null)

const callsAsAgentsEnd = (file: SettingsEvidence): boolean =>
  file.kind === 'read' &&
  !file.hooksAreOff &&
  file.calls.some(
    ({ hook, event, leadsTo, unsure }) =>
      hook === LAUNCHER && event === 'SubagentStop' && leadsTo === 'this' && unsure !== true,
  )

/** The same, by the settings of whoever runs this. */
export const capturesNow = (places: Places): boolean =>
  readCaptures(places, readClaudeSettings({ home: places.home, ...ownPlaces() }))

/** Files of the home's hooks that settings call and that are missing, below the home. */
export const missingCalls = (settings: readonly SettingsEvidence[]): string[] => {
  const calls = settings.flatMap((file) => (file.kind === 'read' && !file.hooksAreOff ? file.calls : []))
  return [...new Set(calls.filter(({ leadsTo }) => leadsTo === 'missing').map(({ hook }) => hook))]
}
