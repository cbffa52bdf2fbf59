import { isAbsolute, join, resolve } from 'node:path'
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser'
import { AppError } from '#lib/errors.ts'
import { parseDuration } from '#lib/format/duration.ts'

export type Config = {
  /** Absolute; not resolved through symlinks yet. */
  home: string
  resultsDirectory: string
  host: string
  port: number
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
}

export type Setting = keyof Config

/** Every setting by its names in the three places, with what it must be. One table, so that no place is forgotten. */
const SETTINGS = {
  home: { flag: 'home', env: 'TRINITAS_HOME', kind: 'path' },
  resultsDirectory: { flag: 'results-dir', env: 'TRINITAS_RESULTS_DIR', kind: 'path' },
  host: { flag: 'host', env: 'HOST', kind: 'host' },
  port: { flag: 'port', env: 'PORT', kind: 'port' },
  activeWindowMs: { flag: 'active-window', env: 'TRINITAS_ACTIVE_WINDOW', kind: 'duration' },
  settleMs: { flag: 'settle', env: 'TRINITAS_SETTLE', kind: 'duration' },
  sweepIntervalMs: { flag: 'sweep-interval', env: 'TRINITAS_SWEEP_INTERVAL', kind: 'duration' },
  pollIntervalMs: { flag: 'poll-interval', env: 'TRINITAS_POLL_INTERVAL', kind: 'duration' },
  recoverAfterMs: { flag: 'recover-after', env: 'TRINITAS_RECOVER_AFTER', kind: 'duration' },
  cleanupAfterMs: { flag: 'cleanup-after', env: 'TRINITAS_CLEANUP_AFTER', kind: 'duration' },
} as const satisfies Record<
  Setting,
  { flag: string; env: string; kind: 'path' | 'host' | 'port' | 'duration' }
>

/** The thresholds are the original guide's: active under 5 minutes, incomplete after 30, clean-up after 2 hours. */
const DEFAULTS = {
  host: '127.0.0.1',
  port: 4680,
  activeWindowMs: 5 * 60_000,
  settleMs: 3000,
  sweepIntervalMs: 60_000,
  pollIntervalMs: 2000,
  recoverAfterMs: 30 * 60_000,
  cleanupAfterMs: 2 * 3_600_000,
} as const

/** Flags of the settings, without their dashes. */
export const SETTING_FLAGS: readonly string[] = Object.values(SETTINGS).map((setting) => setting.flag)

export type ConfigSources = {
  /** Values of `--flag`, by the flag's name without dashes. */
  flags: Readonly<Record<string, string | undefined>>
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
  const homeGiven = givenOutside('home', sources)
  const home = homeGiven
    ? toAbsolute(String(homeGiven.value), sources)
    : join(sources.userHome, '.claude', 'trinitas')
  const file = readFileSettings(home, sources, faults)

  const read = <T>(setting: Setting, check: Check<T>, fallback: T): T => {
    const given = givenOutside(setting, sources) ?? file(setting)
    if (given === null) return fallback
    const checked = check(given.value)
    if (checked.ok) return checked.value
    faults.push(`${given.source} is ${JSON.stringify(given.value)}: expected ${checked.expected}`)
    return fallback
  }

  const config: Config = {
    home,
    resultsDirectory: read('resultsDirectory', checkPath(sources), join(home, 'parallel_results')),
    host: read('host', checkHost, DEFAULTS.host),
    port: read('port', checkPort, DEFAULTS.port),
    activeWindowMs: read('activeWindowMs', checkDuration, DEFAULTS.activeWindowMs),
    settleMs: read('settleMs', checkDuration, DEFAULTS.settleMs),
    sweepIntervalMs: read('sweepIntervalMs', checkDuration, DEFAULTS.sweepIntervalMs),
    pollIntervalMs: read('pollIntervalMs', checkDuration, DEFAULTS.pollIntervalMs),
    recoverAfterMs: read('recoverAfterMs', checkDuration, DEFAULTS.recoverAfterMs),
    cleanupAfterMs: read('cleanupAfterMs', checkDuration, DEFAULTS.cleanupAfterMs),
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

/** Where the config file is looked for, unless `--config` or `TRINITAS_CONFIG` names another. */
export function configFilePath(home: string): string {
  return join(home, 'monitor', 'config.jsonc')
}

function givenOutside(setting: Setting, { flags, env }: ConfigSources): Given | null {
  const { flag, env: variable } = SETTINGS[setting]
  if (flags[flag] !== undefined) return { value: flags[flag], source: `--${flag}` }
  // An empty variable is how a shell says "unset" for one command.
  if (env[variable] !== undefined && env[variable] !== '') return { value: env[variable], source: variable }
  return null
}

function readFileSettings(
  home: string,
  sources: ConfigSources,
  faults: string[],
): (setting: Setting) => Given | null {
  const named = sources.flags.config ?? (sources.env.TRINITAS_CONFIG || undefined)
  const path = named === undefined ? configFilePath(home) : toAbsolute(named, sources)
  const text = sources.readConfigFile(path)
  if (text === null) {
    if (named !== undefined) faults.push(`config file ${path}: not found, although it was asked for by name`)
    return () => null
  }
  const errors: ParseError[] = []
  const content: unknown = parseJsonc(text, errors, { allowTrailingComma: true })
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
    else if (!(key in SETTINGS)) {
      const known = Object.keys(SETTINGS).filter((name) => name !== 'home')
      faults.push(`${path}: unknown setting "${key}"; known are ${known.join(', ')}`)
    }
  }
  return (setting) =>
    settings.has(setting) ? { value: settings.get(setting), source: `${path}: "${setting}"` } : null
}

type Check<T> = (value: unknown) => { ok: true; value: T } | { ok: false; expected: string }

const checkPath =
  (sources: ConfigSources): Check<string> =>
  (value) =>
    typeof value === 'string' && value !== '' && !value.includes('\0')
      ? { ok: true, value: toAbsolute(value, sources) }
      : { ok: false, expected: 'a path' }

const checkHost: Check<string> = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9.:_-]+$/.test(value)
    ? { ok: true, value }
    : { ok: false, expected: 'a host name or an IP address without brackets' }

const checkPort: Check<number> = (value) => {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value.trim()) ? Number(value) : value
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535
    ? { ok: true, value: port }
    : { ok: false, expected: 'a port from 0 to 65535 (0 takes any free one)' }
}

const checkDuration: Check<number> = (value) => {
  const durationMs = typeof value === 'string' ? parseDuration(value) : value
  return typeof durationMs === 'number' &&
    Number.isFinite(durationMs) &&
    durationMs >= 1 &&
    durationMs <= MAX_TIMER_MS
    ? { ok: true, value: durationMs }
    : { ok: false, expected: 'a time such as "90s", "5m", "2h" or milliseconds, at most 24 d' }
}

/** Timers of Node hold 31 bits of milliseconds; longer ones fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

function toAbsolute(path: string, { userHome, workingDirectory }: ConfigSources): string {
  const expanded = path === '~' || path.startsWith('~/') ? join(userHome, path.slice(1)) : path
  return isAbsolute(expanded) ? resolve(expanded) : resolve(workingDirectory, expanded)
}
