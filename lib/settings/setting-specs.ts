import type { Config } from '#lib/config.ts'
import { RETENTION_NAMES } from '#lib/retention-settings.ts'
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

/** Settings of one value, which flags and variables give too. */
export type Setting = Exclude<keyof Config, 'configFile' | 'alerts' | 'retention' | 'schedule'>

export type SettingSpec<T> = { flag: string; env: string; check: Check<T>; fallback: T }

/** Paths, whose meaning depends on where they are given. */
export const PATHS = {
  home: { flag: 'home', env: 'TRINITAS_HOME' },
  resultsDirectory: { flag: 'results-dir', env: 'TRINITAS_RESULTS_DIR' },
} as const

/**
 * Every other setting by its names, what it must be, and what it is by default. The thresholds are the original
 * guide's: active under 5 minutes, incomplete after 30, clean-up after 2 hours.
 */
export const SPECS: { [S in Exclude<Setting, keyof typeof PATHS>]: SettingSpec<Config[S]> } = {
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

export const NAMES: Readonly<Record<Setting, { flag: string; env: string }>> = { ...PATHS, ...SPECS }

/** Settings that the config file holds as objects. */
export const GROUPS: readonly string[] = ['retention', 'alerts', 'schedule']

/** Flags of the settings, without their dashes, and whether each takes a value or is one by standing there. */
export const SETTING_FLAGS: Readonly<Record<string, 'string' | 'boolean'>> = Object.fromEntries([
  ...[...Object.values(NAMES), ...Object.values(RETENTION_NAMES)].map(
    ({ flag }) => [flag, 'string'] as const,
  ),
  [SPECS.requireToken.flag, 'boolean'] as const,
  [SPECS.maskSecrets.flag, 'boolean'] as const,
])
