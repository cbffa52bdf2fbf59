import { dirname, join } from 'node:path'
import type { SettingsEvidence } from '#lib/model/health-evidence.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { readTextFile } from '#lib/store/read-file.ts'
import { realPath } from '#lib/store/real-path.ts'
import { readHookCalls } from './read-hook-calls.ts'

export type SettingsPlaces = {
  /** Absolute and resolved. */
  home: string
  userHome: string
  /** Where Claude Code keeps its settings, if it was told to keep them elsewhere. */
  configDirectory: string | undefined
  /** What commands may name, where a file has such variables. */
  variables?: Readonly<Record<string, string>>
}

const NAME = 'settings.json'
/** Nobody writes more by hand, and what is longer would be parsed for nothing. */
const LIMIT_BYTES = 1024 * 1024

/**
 * The settings of Claude Code that may call the hooks of a home: those of its user, and those beside the home. People
 * keep them as links to where they keep such files, so these are followed. Nothing of what they hold is repeated: they
 * hold keys.
 */
export function readClaudeSettings(places: SettingsPlaces): SettingsEvidence[] {
  const { home, userHome, configDirectory } = places
  const own = join(configDirectory || join(userHome, '.claude'), NAME)
  const beside = join(dirname(home), NAME)
  const isAnother = realPath(beside) !== realPath(own) && statEntry(beside).kind !== 'gone'
  return (isAnother ? [own, beside] : [own]).map((path) => readSettings(path, places))
}

export function readSettings(path: string, places: SettingsPlaces): SettingsEvidence {
  const resolved = realPath(path)
  if (resolved === null) {
    const stat = statEntry(path)
    return stat.kind === 'gone'
      ? { kind: 'missing', path }
      : { kind: 'unseen', path, reason: 'It leads nowhere, or its place cannot be looked at.' }
  }
  const reading = readTextFile(resolved, LIMIT_BYTES)
  switch (reading.kind) {
    case 'gone':
      return { kind: 'missing', path }
    case 'ends':
      return { kind: 'unseen', path, reason: 'Longer than 1 MB: it was not read.' }
    case 'refused':
      return reading.code === 'invalid_utf8'
        ? { kind: 'broken', path, reason: reading.detail }
        : { kind: 'unseen', path, reason: reading.detail }
    case 'whole':
      return understand(path, reading.text, places)
  }
}

function understand(path: string, text: string, places: SettingsPlaces): SettingsEvidence {
  const json = parseJson(text)
  switch (json.kind) {
    case 'too_complex':
      return { kind: 'unseen', path, reason: 'Too intricate: it was not read.' }
    case 'broken':
      return { kind: 'broken', path, reason: 'It is no JSON.' }
    case 'value': {
      const { value } = json
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return { kind: 'broken', path, reason: 'Expected an object of settings.' }
      const hooksAreOff = ownField(value, 'disableAllHooks') === true
      const called = readHookCalls(ownField(value, 'hooks'), places)
      const plugins = pluginsOf(ownField(value, 'enabledPlugins'))
      return {
        kind: 'read',
        path,
        hooksAreOff,
        ...called,
        ...(plugins.length === 0 ? {} : { plugins }),
        ...(ownField(value, 'allowManagedHooksOnly') === true ? { onlyManaged: true } : {}),
      }
    }
  }
}

/** "name@marketplace" of those that it says are on. */
const pluginsOf = (enabled: unknown): string[] =>
  typeof enabled === 'object' && enabled !== null
    ? Object.entries(enabled)
        .filter(([, on]) => on === true)
        .map(([id]) => id)
        .slice(0, PLUGINS_LIMIT)
    : []

const PLUGINS_LIMIT = 1000
