import type { Config } from '#lib/config.ts'
import { KIND_NAMES } from '#lib/format/retention-words.ts'
import { JOB_NAMES } from '#lib/format/schedule-words.ts'
import { RETENTION_KINDS } from '#lib/model/retention.ts'
import { DEFAULT_SCHEDULE, JOBS, type Job } from '#lib/model/schedule.ts'
import type { SettingKind, SettingPath, ShownSetting } from '#lib/model/setting.ts'
import { RETENTION_NAMES } from '#lib/retention-settings.ts'
import { describeAlertSettings } from './describe-alert-settings.ts'
import { NAMES, type Setting } from './setting-specs.ts'

/** What is to be known of a setting, whatever its value. */
export type SettingDescription = Pick<
  ShownSetting,
  'path' | 'section' | 'group' | 'rare' | 'label' | 'help' | 'kind'
> & {
  /** Names outside the config file; `null` where there are none. */
  names: { flag: string; env: string } | null
  /** Whether it takes a restart, and is decided by whoever starts the server. */
  atStart: boolean
}

const TIME: SettingKind = { type: 'duration', units: ['s', 'm', 'h'] }
const SHORT_TIME: SettingKind = { type: 'duration', units: ['ms', 's', 'm'] }
const DAYS: SettingKind = { type: 'duration', units: ['h', 'd'] }
const DAYS_OR_EVER: SettingKind = { type: 'duration', units: ['h', 'd'], never: true }

type Words = Pick<SettingDescription, 'section' | 'label' | 'help' | 'kind'> & { rare?: true; atStart?: true }

const SINGLE: { [S in Exclude<Setting, 'home'>]: Words } = {
  activeWindowMs: {
    section: 'thresholds',
    label: 'Active for',
    help: 'A session whose last activity is older is stale.',
    kind: TIME,
  },
  recoverAfterMs: {
    section: 'thresholds',
    label: 'Incomplete after',
    help: 'Recovery takes running sessions that were quiet for longer.',
    kind: TIME,
  },
  cleanupAfterMs: {
    section: 'thresholds',
    label: 'Clean up after',
    help: 'Clean-up takes stale sessions that were quiet for longer.',
    kind: TIME,
  },
  runLimit: {
    section: 'thresholds',
    label: 'At most in one run',
    help: 'Sessions, or broken files, that one run takes; the run after it goes on.',
    kind: { type: 'count', noun: 'items' },
  },
  integrator: {
    section: 'thresholds',
    label: 'Merged by',
    help: 'Who merges the results of a session that has ended. The hook is run on copies.',
    kind: { type: 'choice', options: { own: 'Trinitas Monitor', hook: 'the integration hook of the home' } },
  },
  settleMs: {
    section: 'thresholds',
    label: 'Settled after',
    help: 'A broken file that changed within this time is still being written.',
    kind: SHORT_TIME,
    rare: true,
  },
  sweepIntervalMs: {
    section: 'thresholds',
    label: 'Walk everything every',
    help: 'Finds what the events of the file system missed.',
    kind: TIME,
    rare: true,
  },
  pollIntervalMs: {
    section: 'thresholds',
    label: 'Poll every',
    help: 'How often directories are read where the file system reports no changes.',
    kind: SHORT_TIME,
    rare: true,
  },
  lockWaitMs: {
    section: 'thresholds',
    label: 'Wait for another change',
    help: 'How long a change waits for another one of the same home.',
    kind: SHORT_TIME,
    rare: true,
  },
  keepMetricsMs: {
    section: 'retention',
    label: 'Numbers in charts',
    help: 'Results stay in the charts for this long though their files are gone. What is older goes within the hour, for good.',
    kind: DAYS,
  },
  maskSecrets: {
    section: 'display',
    label: 'Mask secrets',
    help: 'Masks what looks like a key or a token in answers, logs and pages. What leaves them is masked always.',
    kind: { type: 'switch' },
  },
  resultsDirectory: {
    section: 'server',
    label: 'Results directory',
    help: 'Where the results lie.',
    kind: { type: 'text' },
    atStart: true,
  },
  host: {
    section: 'server',
    label: 'Host',
    help: 'The address that the server listens on.',
    kind: { type: 'text' },
    atStart: true,
  },
  port: {
    section: 'server',
    label: 'Port',
    help: '0 takes any free one.',
    kind: { type: 'count', noun: '' },
    atStart: true,
  },
  requireToken: {
    section: 'server',
    label: 'Token for everybody',
    help: 'Nobody comes in without a token, not even whoever runs the server.',
    kind: { type: 'switch' },
    atStart: true,
  },
  allowedHosts: {
    section: 'server',
    label: 'Allowed hosts',
    help: 'Hosts under which a proxy passes requests on.',
    kind: { type: 'list' },
    atStart: true,
  },
  trustedProxies: {
    section: 'server',
    label: 'Trusted proxies',
    help: 'Addresses whose forwarding headers are believed.',
    kind: { type: 'list' },
    atStart: true,
  },
}

const KEPT_HELP: Record<(typeof RETENTION_KINDS)[number], string> = {
  completed: 'Never the only results of a session that was not integrated.',
  integrated: 'Once the results of their session go or are gone.',
  failed: 'What is in failed/, reports included.',
  logs: 'And how long one is written before it is rotated.',
  reports: 'The reports of health checks in logs/.',
  trash: 'Then it may go for good: when somebody purges it, or by itself once that was consented to.',
}

/** Every setting but the home, in the order in which pages show them. Webhooks, of which there may be any number, are not among them. */
export const SETTINGS: readonly SettingDescription[] = [
  ...Object.entries(SINGLE).map(([name, { rare = false, atStart = false, ...words }]) => ({
    ...words,
    path: [name],
    group: null,
    rare,
    atStart,
    names: NAMES[name as keyof typeof SINGLE],
  })),
  ...RETENTION_KINDS.map((kind) => ({
    path: ['retention', kind],
    section: 'retention' as const,
    group: null,
    rare: false,
    atStart: false,
    label: KIND_NAMES[kind],
    help: KEPT_HELP[kind],
    kind: DAYS_OR_EVER,
    names: RETENTION_NAMES[kind],
  })),
  ...JOBS.flatMap((job) => [
    describeJob(job, 'enabled', 'Runs by itself', 'In the dashboard, while it runs.', { type: 'switch' }),
    describeJob(
      job,
      'cron',
      'When',
      `Five fields as in a crontab, in the time zone of this machine: "${DEFAULT_SCHEDULE[job].cron}".`,
      { type: 'cron' },
    ),
  ]),
  ...describeAlertSettings(),
]

function describeJob(
  job: Job,
  field: 'enabled' | 'cron',
  label: string,
  help: string,
  kind: SettingKind,
): SettingDescription {
  const place = { path: ['schedule', job, field], section: 'schedule' as const, group: JOB_NAMES[job] }
  return { ...place, rare: false, atStart: false, label, help, kind, names: null }
}

export const findSetting = (path: SettingPath): SettingDescription | null =>
  SETTINGS.find((setting) => isSamePath(setting.path, path)) ?? null

export const isSamePath = (a: SettingPath, b: SettingPath): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at])

/** What a configuration says at a place of the file; both have the same shape. */
export function valueAt(config: Config, path: SettingPath): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined,
    config,
  )
}

/** How a fault says where it is: `"retention": "completed"`, `"alerts".rules.error_rate.threshold`. */
export function placeOf([first = '', ...rest]: SettingPath): string {
  const quoted = JSON.stringify(first)
  if (rest.length === 0) return quoted
  return first === 'retention'
    ? `${quoted}: ${JSON.stringify(rest.join('.'))}`
    : `${quoted}.${rest.join('.')}`
}
