import { isAbsolute, join, resolve } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { type AlertsConfig, DEFAULT_ALERTS } from '#lib/model/alert-settings.ts'
import { parseAlertSettings } from '#lib/model/parse-alert-settings.ts'
import { parseScheduleSettings } from '#lib/model/parse-schedule-settings.ts'
import type { Retention } from '#lib/model/retention.ts'
import { DEFAULT_SCHEDULE, type ScheduleConfig } from '#lib/model/schedule.ts'
import { RETENTION_NAMES, readRetention } from '#lib/retention-settings.ts'
import type { Check } from '#lib/setting-checks.ts'
import { parseConfigFile } from '#lib/settings/parse-config-file.ts'
import { NAMES, type Setting, SPECS } from '#lib/settings/setting-specs.ts'

export type Config = {
  /** Absolute; not resolved through symlinks yet. */
  home: string
  resultsDirectory: string
  /** Absolute: the config file, or where it would be. */
  configFile: string
  host: string
  port: number
  /** Nobody comes in without a token, not even whoever runs this. */
  requireToken: boolean
  /** Values of Host under which a proxy passes requests on, beside the server's own addresses. */
  allowedHosts: readonly string[]
  /** Addresses and networks of proxies whose forwarding headers are believed. */
  trustedProxies: readonly string[]
  /** What looks like a key or a token is masked in the pages too, not only in what leaves them. */
  maskSecrets: boolean
  /** A session whose last activity is older than this is stale. */
  activeWindowMs: number
  /** A file unchanged for this long is no longer being written. */
  settleMs: number
  /** How often everything is walked to find what events missed. */
  sweepIntervalMs: number
  /** How often the directories are read where changes are not reported. */
  pollIntervalMs: number
  /** Running sessions quiet for longer are incomplete: recovery would take them. */
  recoverAfterMs: number
  /** Stale sessions quiet for longer: clean-up would take them. */
  cleanupAfterMs: number
  /** Who merges the results of a session: this program, or the user's own `hooks/python/integrate_parallel_results.py`. */
  integrator: 'own' | 'hook'
  /** Sessions, or broken files, that one run takes at most. */
  runLimit: number
  /** Results stay in the charts for this long, though their files go. */
  keepMetricsMs: number
  /** How long a change waits for another one of the same home. */
  lockWaitMs: number
  /** For how long what has ended is kept. */
  retention: Retention
  /** What is raised and who is told; in the config file alone. */
  alerts: AlertsConfig
  /** What runs by itself, and when; in the config file alone. */
  schedule: ScheduleConfig
}

export type ConfigSources = {
  /** Values of `--flag`, by the flag's name without dashes. */
  flags: Readonly<Record<string, string | boolean | undefined>>
  env: Readonly<Record<string, string | undefined>>
  /** The user's home directory, for the default and for a leading `~`. */
  userHome: string
  /** Relative paths are taken from here. */
  workingDirectory: string
  /** The config file's text, `null` where there is none; read once the home is known. */
  readConfigFile: (path: string) => string | null
}

export type Given = { value: unknown; source: string }

/**
 * Flags over environment over config file over defaults. The config file is JSON with comments at
 * `<home>/monitor/config.jsonc`, or where `--config` or `TRINITAS_CONFIG` says.
 * Throws one `AppError('config_invalid')` that lists every fault at once.
 */
export function resolveConfig(sources: ConfigSources): Config {
  const { config, faults } = checkConfig(sources)
  if (faults.length === 0) return config
  const count = faults.length === 1 ? 'One setting is' : `${faults.length} settings are`
  throw new AppError('config_invalid', `${count} wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
}

/** For whoever mends the config file: what is wrong in it is by default, and what is wrong elsewhere is refused as ever. */
export function resolveAroundFile(sources: ConfigSources): Config {
  const readConfigFile = (path: string) => (sources.readConfigFile(path) === null ? null : '{}')
  resolveConfig({ ...sources, readConfigFile })
  return checkConfig(sources).config
}

/** The same with the faults beside it; what is wrong is by default there. */
export function checkConfig(sources: ConfigSources): { config: Config; faults: string[] } {
  const faults: string[] = []
  const home = readHome(sources, faults)
  const file = readFileSettings(home, sources, faults)

  const given = (setting: Setting): Given | null => givenOutside(NAMES[setting], sources) ?? file(setting)
  const checked = <T>(value: Given | null, check: Check<T>, fallback: T): T => {
    if (value === null) return fallback
    const result = check(value.value)
    if (result.ok) return result.value
    faults.push(`${value.source} is ${JSON.stringify(value.value)}: expected ${result.expected}`)
    return fallback
  }
  const read = <S extends keyof typeof SPECS>(setting: S): Config[S] => {
    const { check, fallback } = SPECS[setting]
    return checked(given(setting), check, fallback)
  }

  const config: Config = {
    home,
    resultsDirectory: checked(given('resultsDirectory'), checkPath(sources), join(home, 'parallel_results')),
    configFile: namedConfigFile(sources) ?? configFilePath(home),
    host: read('host'),
    port: read('port'),
    requireToken: read('requireToken'),
    allowedHosts: read('allowedHosts'),
    trustedProxies: read('trustedProxies'),
    maskSecrets: read('maskSecrets'),
    activeWindowMs: read('activeWindowMs'),
    settleMs: read('settleMs'),
    sweepIntervalMs: read('sweepIntervalMs'),
    pollIntervalMs: read('pollIntervalMs'),
    recoverAfterMs: read('recoverAfterMs'),
    cleanupAfterMs: read('cleanupAfterMs'),
    integrator: read('integrator'),
    keepMetricsMs: read('keepMetricsMs'),
    runLimit: read('runLimit'),
    lockWaitMs: read('lockWaitMs'),
    retention: readRetention(
      (kind) => givenOutside(RETENTION_NAMES[kind], sources),
      file('retention'),
      faults,
    ),
    alerts: readAlerts(file('alerts'), faults),
    schedule: readSchedule(file('schedule'), faults),
  }
  return { config, faults }
}

function readHome(sources: ConfigSources, faults: string[]): string {
  const given = givenOutside(NAMES.home, sources)
  const checked = given === null ? null : checkPath(sources)(given.value)
  if (checked?.ok) return checked.value
  if (checked !== null) faults.push(`${given?.source} is empty: expected ${checked.expected}`)
  return join(sources.userHome, '.claude', 'trinitas')
}

/** Where the config file of these sources is, or would be. */
export function configFileOf(sources: ConfigSources): string {
  return namedConfigFile(sources) ?? configFilePath(readHome(sources, []))
}

function namedConfigFile(sources: ConfigSources): string | null {
  const named = sources.flags.config?.toString() ?? (sources.env.TRINITAS_CONFIG || undefined)
  return named === undefined ? null : toAbsolute(named, sources)
}

function readFileSettings(
  home: string,
  sources: ConfigSources,
  faults: string[],
): (setting: keyof Config) => Given | null {
  const named = namedConfigFile(sources)
  const path = named ?? configFilePath(home)
  const text = sources.readConfigFile(path)
  if (text === null) {
    if (named !== null) faults.push(`config file ${path}: not found, although it was asked for by name`)
    return () => null
  }
  const settings = parseConfigFile(text, path, faults)
  return (setting) =>
    settings.has(setting) ? { value: settings.get(setting), source: `${path}: "${setting}"` } : null
}

const readAlerts = (given: Given | null, faults: string[]): AlertsConfig =>
  given === null ? DEFAULT_ALERTS : parseAlertSettings(given.value, given.source, faults)

const readSchedule = (given: Given | null, faults: string[]): ScheduleConfig =>
  given === null ? DEFAULT_SCHEDULE : parseScheduleSettings(given.value, given.source, faults)

/** Where the config file is looked for, unless `--config` or `TRINITAS_CONFIG` names another. */
export function configFilePath(home: string): string {
  return join(home, 'monitor', 'config.jsonc')
}

type Names = { flag: string; env: string }

/** What a flag or a variable says of a setting; `null` where neither does. */
export function givenOutside({ flag, env: variable }: Names, { flags, env }: ConfigSources): Given | null {
  if (flags[flag] !== undefined) return { value: flags[flag], source: `--${flag}` }
  // An empty variable is how a shell says "unset" for one command.
  if (env[variable] !== undefined && env[variable] !== '') return { value: env[variable], source: variable }
  return null
}

/** The variable that says the same as a flag, which is named without its dashes; `null` where none does. */
export const variableOf = (flag: string): string | null =>
  [...Object.values(NAMES), ...Object.values(RETENTION_NAMES)].find((names) => names.flag === flag)?.env ??
  null

const checkPath =
  (sources: ConfigSources): Check<string> =>
  (value) =>
    typeof value === 'string' && value !== '' && !value.includes('\0')
      ? { ok: true, value: toAbsolute(value, sources) }
      : { ok: false, expected: 'a path' }

function toAbsolute(path: string, { userHome, workingDirectory }: ConfigSources): string {
  const expanded = path === '~' || path.startsWith('~/') ? join(userHome, path.slice(1)) : path
  return isAbsolute(expanded) ? resolve(expanded) : resolve(workingDirectory, expanded)
}
