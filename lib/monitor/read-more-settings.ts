import { isAbsolute, join } from 'node:path'
import type { SettingsEvidence, SettingsScope } from '#lib/model/health-evidence.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { readTextFile } from '#lib/store/read-file.ts'
import { readSettings, type SettingsPlaces } from './read-claude-settings.ts'

export type MoreSettingsPlaces = SettingsPlaces & {
  /** Directories that results name. */
  projects: readonly string[]
  /** Where administrators lay settings down. */
  managedDirectory: string
}

/** As Claude Code documents it for each system. */
export function managedDirectoryOf(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/ClaudeCode'
  return platform === 'win32' ? 'C:\\Program Files\\ClaudeCode' : '/etc/claude-code'
}

/** More than anybody works in, and than is looked at for one check. */
const FILES_LIMIT = 200
const LIST_LIMIT_BYTES = 4 * 1024 * 1024

/**
 * What else may call the hooks of a home: settings of administrators, of the projects that results name, and the hooks of
 * plugins that are switched on. Only those that are there are told of, and of what they hold nothing but these calls.
 */
export function readMoreSettings(
  places: MoreSettingsPlaces,
  own: readonly SettingsEvidence[],
): SettingsEvidence[] {
  const managed = managedFiles(places.managedDirectory).map((path) => at(path, places, 'managed'))
  const projects = places.projects
    .filter(isAbsolute)
    .slice(0, FILES_LIMIT)
    .flatMap((project) =>
      ['settings.json', 'settings.local.json'].map((name) =>
        at(join(project, '.claude', name), places, 'project', { CLAUDE_PROJECT_DIR: project }),
      ),
    )
  const others = [...managed, ...projects].filter((file) => file.kind !== 'missing')
  const isOwn = new Set(own.map(({ path }) => path))
  const found = others.filter(({ path }) => !isOwn.has(path))
  const enabled = new Set(
    [...own, ...found].flatMap((file) => (file.kind === 'read' ? (file.plugins ?? []) : [])),
  )
  return [...found, ...readPlugins(places, enabled)]
}

const at = (
  path: string,
  places: MoreSettingsPlaces,
  scope: SettingsScope,
  variables: Record<string, string> = {},
): SettingsEvidence => ({ ...readSettings(path, { ...places, variables }), scope })

/** One file, and those that are merged over it. */
function managedFiles(directory: string): string[] {
  const path = join(directory, 'managed-settings.d')
  const listing = listDirectory(path, statEntry(path))
  const names = listing.kind === 'listed' ? listing.entries.map(({ name }) => name) : []
  const more = names.filter((name) => name.endsWith('.json')).sort()
  return [join(directory, 'managed-settings.json'), ...more.map((name) => join(path, name))].slice(
    0,
    FILES_LIMIT,
  )
}

/** Hooks of the plugins that are switched on, by where Claude Code says that it installed them. */
function readPlugins(places: MoreSettingsPlaces, enabled: ReadonlySet<string>): SettingsEvidence[] {
  if (enabled.size === 0) return []
  const directory = places.configDirectory || join(places.userHome, '.claude')
  const reading = readTextFile(join(directory, 'plugins/installed_plugins.json'), LIST_LIMIT_BYTES)
  const json = reading.kind === 'whole' ? parseJson(reading.text) : null
  const installed = json?.kind === 'value' ? ownField(json.value, 'plugins') : null
  if (typeof installed !== 'object' || installed === null) return []
  const roots = Object.entries(installed).flatMap(([id, entry]) => (enabled.has(id) ? rootsOf(entry) : []))
  return [...new Set(roots)]
    .slice(0, FILES_LIMIT)
    .map((root) => at(join(root, 'hooks/hooks.json'), places, 'plugin', { CLAUDE_PLUGIN_ROOT: root }))
    .filter(({ kind }) => kind !== 'missing')
}

/** Newer versions keep a list, one a scope; older ones a single entry. */
function rootsOf(entry: unknown): string[] {
  const entries: unknown[] = Array.isArray(entry) ? entry : [entry]
  return entries
    .map((one) => ownField(one, 'installPath'))
    .filter((path) => typeof path === 'string')
    .filter(isAbsolute)
}
