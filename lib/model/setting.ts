import type { ShownWebhook } from './alert-view.ts'

/** The parts of the Settings page, in their order. */
export const SETTING_SECTIONS = [
  'thresholds',
  'retention',
  'schedule',
  'alerts',
  'display',
  'server',
] as const
export type SettingSection = (typeof SETTING_SECTIONS)[number]

/** Where in the config file a setting stands: `["retention", "completed"]`. */
export type SettingPath = readonly string[]

export type SettingKind =
  /** Written as "5m"; `never`: 0 is for ever. */
  | { type: 'duration'; units: readonly ('ms' | 's' | 'm' | 'h' | 'd')[]; never?: true }
  /** Written as "1.5 GB". */
  | { type: 'bytes' }
  /** Written as "20 %". */
  | { type: 'rate' }
  | { type: 'count'; noun: string }
  | { type: 'switch' }
  | { type: 'choice'; options: Readonly<Record<string, string>> }
  | { type: 'list' }
  | { type: 'cron' }
  | { type: 'text' }

export type SettingValue = string | number | boolean | readonly string[]

export type SettingSource =
  | { from: 'flag' | 'environment'; name: string }
  | { from: 'file' }
  | { from: 'default' }

/** A setting as pages and commands show it. */
export type ShownSetting = {
  path: SettingPath
  section: SettingSection
  /** Settings of one thing stand together: those of an alert rule, of a job. */
  group: string | null
  /** Few ever need it. */
  rare: boolean
  label: string
  help: string
  kind: SettingKind
  /** What is in force, as one would write it. */
  value: SettingValue
  usual: SettingValue
  source: SettingSource
  /** Why it cannot be changed by a page or a command; `null` where it can. */
  locked: string | null
  /** How the config file has it, where that is only in force after a restart; `null` otherwise. */
  afterRestart: SettingValue | null
}

export type SettingsView = {
  /** The config file, whether it is there or not. */
  file: string
  /** Of its content. A change that is based on another one is refused. */
  digest: string
  /** What is wrong with the file, so that all stays as it was before; `null` where nothing is. */
  fault: string | null
  /** The same one by one, each at its setting; none of them for who may not see them. */
  faults: SettingFault[]
  settings: ShownSetting[]
  webhooks: ShownWebhook[]
}

/** `null` takes a setting out of the file. A webhook is `["alerts", "webhooks", <name>]`. */
export type SettingChange = {
  path: SettingPath
  value: SettingValue | { url: string; format: 'json' | 'slack'; allowPrivate: boolean } | null
}

/** What keeps a change from being made, and at which setting; an empty path is the file as a whole. */
export type SettingFault = { path: SettingPath; message: string }

/**
 * What a change came to. Where `changed` is empty, all was so before, and nothing was written. While anything is `left`
 * that was wrong in the file before, it is not taken.
 */
export type SettingsChanged =
  | {
      kind: 'changed'
      changed: { path: SettingPath; from: string; to: string }[]
      left: SettingFault[]
      digest: string
    }
  | { kind: 'refused'; faults: SettingFault[] }

/** One text a setting: "retention.completed", which commands take too. */
export const settingName = (path: SettingPath): string => path.join('.')
