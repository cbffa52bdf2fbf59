import { isAbsolute, join, resolve } from 'node:path'
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser'
import { AppError } from '#lib/errors.ts'
import { type AlertsConfig, DEFAULT_ALERTS } from '#lib/model/alert-settings.ts'
import { parseAlertSettings } from '#lib/model/parse-alert-settings.ts'
import { parseScheduleSettings } from '#lib/model/parse-schedule-settings.ts'
import type { Retention } from '#lib/model/retention.ts'
import { DEFAULT_SCHEDULE, type ScheduleConfig } from '#lib/model/schedule.ts'
import { RETENTION_NAMES, readRetention } from '#lib/retention-settings.ts'
import {
  type Check,
  checkAddresses,
  checkCount,
  checkDuration,
  checkHost,
  checkHosts,
  checkIntegrator,
  checkKeeping,
  checkPort,
  checkSwitch,
} from '#lib/setting-checks.ts'

export type Config = {
  /** Absolute; not resolved through symlinks yet. */
  home: string
  resultsDirectory: string
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

/** Settings of one value, which flags and variables give too. */
export type Setting = Exclude<keyof Config, 'alerts' | 'retention' | 'schedule'>

type SettingSpec<T> = { flag: string; env: string; check: Check<T>; fallback: T }

/** Paths, whose meaning depends on where they are given. */
const PATHS = {
  home: { flag: 'home', env: 'TRINITAS_HOME' },
  resultsDirectory: { flag: 'results-dir', env: 'TRINITAS_RESULTS_DIR' },
} as const

/**
 * Every other setting by its names, what it must be, and what it is by default. The thresholds are the original
 * guide's: active under 5 minutes, incomplete after 30, clean-up after 2 hours.
 */
const SPECS: { [S in Exclude<Setting, keyof typeof PATHS>]: SettingSpec<Config[S]> } = {
  host: { flag: 'host', env: 'HOST', check: checkHost, fallback: '127.0.0.1' },
  port: { flag: 'port', env: 'PORT', check: checkPort, fallback: 4680 },
  requireToken: {
    flag: 'require-token',
    env: 'TRINITAS_REQUIRE_TOKEN',
    check: checkSwitch,
    fallback: false,
  },
  allowedHosts: { flag: 'allowed-hosts', env: 'TRINITAS_ALLOWED_HOSTS', check: checkHosts, fallback: [] },
  trustedProxies: {
    flag: 'trusted-proxies',
    env: 'TRINITAS_TRUSTED_PROXIES',
    check: checkAddresses,
    fallback: [],
  },
  maskSecrets: { flag: 'mask-secrets', env: 'TRINITAS_MASK_SECRETS', check: checkSwitch, fallback: false },
  activeWindowMs: duration('active-window', 'TRINITAS_ACTIVE_WINDOW', 5 * 60_000),
  settleMs: duration('settle', 'TRINITAS_SETTLE', 3000),
  sweepIntervalMs: duration('sweep-interval', 'TRINITAS_SWEEP_INTERVAL', 60_000),
  pollIntervalMs: duration('poll-interval', 'TRINITAS_POLL_INTERVAL', 2000),
  recoverAfterMs: duration('recover-after', 'TRINITAS_RECOVER_AFTER', 30 * 60_000),
  cleanupAfterMs: duration('cleanup-after', 'TRINITAS_CLEANUP_AFTER', 2 * 3_600_000),
  lockWaitMs: duration('lock-wait', 'TRINITAS_LOCK_WAIT', 10_000),
  integrator: {
    flag: 'integrator',
    env: 'TRINITAS_INTEGRATOR',
    check: checkIntegrator,
    fallback: 'own',
  },
  keepMetricsMs: {
    flag: 'keep-metrics',
    env: 'TRINITAS_KEEP_METRICS',
    check: checkKeeping,
    fallback: 400 * 86_400_000,
  },
  runLimit: { flag: 'run-limit', env: 'TRINITAS_RUN_LIMIT', check: checkCount, fallback: 1000 },
}

function duration(flag: string, env: string, fallback: number): SettingSpec<number> {
  return { flag, env, check: checkDuration, fallback }
}

const NAMES: Readonly<Record<Setting, { flag: string; env: string }>> = { ...PATHS, ...SPECS }

/** Settings that the config file holds as objects. */
const GROUPS: readonly string[] = ['retention', 'alerts', 'schedule']

/** Flags of the settings, without their dashes, and whether each takes a value or is one by standing there. */
export const SETTING_FLAGS: Readonly<Record<string, 'string' | 'boolean'>> = Object.fromEntries([
  ...[...Object.values(NAMES), ...Object.values(RETENTION_NAMES)].map(
    ({ flag }) => [flag, 'string'] as const,
  ),
  [SPECS.requireToken.flag, 'boolean'] as const,
  [SPECS.maskSecrets.flag, 'boolean'] as const,
])

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

type Given = { value: unknown; source: string }

/**
 * Flags over environment over config file over defaults. The config file is JSON with comments at
 * `<home>/monitor/config.jsonc`, or where `--config` or `TRINITAS_CONFIG` says.
 * Throws one `AppError('config_invalid')` that lists every fault at once.
 */
export function resolveConfig(sources: ConfigSources): Config {
  const faults: string[] = []
  const homeGiven = givenOutside(NAMES.home, sources)
  const defaultHome = join(sources.userHome, '.claude', 'trinitas')
  const checkedPath = checkPath(sources)
  const homeChecked = homeGiven === null ? null : checkedPath(homeGiven.value)
  const home = homeChecked?.ok ? homeChecked.value : defaultHome
  if (homeChecked?.ok === false)
    faults.push(`${homeGiven?.source} is empty: expected ${homeChecked.expected}`)
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
    resultsDirectory: checked(given('resultsDirectory'), checkedPath, join(home, 'parallel_results')),
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
  if (faults.length > 0) {
    const count = faults.length === 1 ? 'One setting is' : `${faults.length} settings are`
    throw new AppError(
      'config_invalid',
      `${count} wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    )
  }
  return config
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

function givenOutside({ flag, env: variable }: Names, { flags, env }: ConfigSources): Given | null {
  if (flags[flag] !== undefined) return { value: flags[flag], source: `--${flag}` }
  // An empty variable is how a shell says "unset" for one command.
  if (env[variable] !== undefined && env[variable] !== '') return { value: env[variable], source: variable }
  return null
}

function readFileSettings(
  home: string,
  sources: ConfigSources,
  faults: string[],
): (setting: keyof Config) => Given | null {
  const named = sources.flags.config?.toString() ?? (sources.env.TRINITAS_CONFIG || undefined)
  const path = named === undefined ? configFilePath(home) : toAbsolute(named, sources)
  const text = sources.readConfigFile(path)
  if (text === null) {
    if (named !== undefined) faults.push(`config file ${path}: not found, although it was asked for by name`)
    return () => null
  }
  const errors: ParseError[] = []
  const content: unknown = parseJsonc(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true })
  for (const { error, offset } of errors) {
    faults.push(`${path}: ${printParseErrorCode(error)} in line ${text.slice(0, offset).split('\n').length}`)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    if (errors.length === 0) faults.push(`${path}: expected an object of settings`)
    return () => null
  }
  const settings = new Map<string, unknown>(Object.entries(content))
  for (const key of settings.keys()) {
    if (key === 'home')
      faults.push(`${path}: "home" cannot be set by a file inside the home; use --home or TRINITAS_HOME`)
    else if (!GROUPS.includes(key) && !Object.hasOwn(NAMES, key)) {
      const known = [...Object.keys(NAMES), ...GROUPS].filter((name) => name !== 'home')
      faults.push(`${path}: unknown setting "${key}"; known are ${known.join(', ')}`)
    }
  }
  return (setting) =>
    settings.has(setting) ? { value: settings.get(setting), source: `${path}: "${setting}"` } : null
}

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
