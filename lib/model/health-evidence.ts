import type { ProgramStatus } from './hook-status.ts'
import type { Issue } from './issue.ts'
import type { SpaceEvidence } from './issue-evidence.ts'
import type { MonitorStatus } from './live.ts'

/** A directory that there should be. */
export type DirectoryEvidence = {
  /** Absolute. */
  path: string
  /** `needed`: nothing works without it. `made`: whatever writes into it first makes it. */
  role: 'needed' | 'made'
  state: 'there' | 'missing' | 'no_directory' | 'unseen'
  /** Why it is no directory, or cannot be seen. */
  reason: string | null
}

/** How settings call one of the critical hooks, or a file of the home's hooks that is missing. */
export type HookCall = {
  /** Below the home. */
  hook: string
  /** The event of Claude Code. */
  event: string
  /** `this`: the one of this home. `missing`: it would be, and is not there. `other`: another file of that name. */
  leadsTo: 'this' | 'missing' | 'other' | 'nothing'
  /** Of what is missing: nothing that comes with this program stands for it. */
  foreign?: true
  /** Of the capture hooks: what a matcher calls it for alone. */
  narrowedTo?: string
  /** Of the capture hooks: a command of somebody's names it, and may do something else. */
  unsure?: true
}

/** For whom settings hold other than for their user: a project, everybody on the machine, or whoever switched a plugin on. */
export type SettingsScope = 'project' | 'managed' | 'plugin'

/** A `settings.json` of Claude Code. Without a scope it is its user's. */
export type SettingsEvidence = { scope?: SettingsScope } & (
  | { kind: 'missing'; path: string }
  | { kind: 'unseen'; path: string; reason: string }
  | { kind: 'broken'; path: string; reason: string }
  | {
      kind: 'read'
      path: string
      /** Its own switch for all hooks. */
      hooksAreOff: boolean
      /** Why what it says of hooks is not understood; `null` where it is. */
      hooksFault: string | null
      calls: HookCall[]
      /** Hooks of administrators are all that may run. */
      onlyManaged?: boolean
      /** Plugins that it switches on. */
      plugins?: string[]
    }
)

/** A critical hook's text, as far as it is looked at. */
export type HookText = {
  /** Below the home. */
  hook: string
  /** Other critical hooks that it names. */
  names: string[]
  /** Programs that it needs, and where each is. */
  programs: { name: string; use: 'runs' | 'names'; found: string | null }[]
}

export type ErrorLogEvidence =
  | { kind: 'none' }
  | { kind: 'unseen'; reason: string }
  | {
      kind: 'read'
      /** Lines of errors within the last 24 h, and the latest of them. */
      errors: number
      latestAtMs: number | null
      /** It is too long, so only its end was read. */
      isCut: boolean
    }

/** What `inotify` has left for this user. */
export type WatchUse = { used: number; limit: number; processes: number }

export type OwnFile = { name: string; sizeBytes: number; modifiedAtMs: number }

/** Everything that the health of a home is told from. */
export type HealthEvidence = {
  nowMs: number
  /** What detectors found, none snoozed. */
  issues: readonly Issue[]
  status: MonitorStatus
  /** `null` where a command reads once and ends. */
  sweepIntervalMs: number | null
  directories: DirectoryEvidence[]
  /** The files of the capture hooks in the home. */
  captureHooks: ProgramStatus[]
  space: SpaceEvidence[]
  settings: SettingsEvidence[]
  /** Texts of the critical hooks that could be read. */
  hookTexts: HookText[]
  /** Hooks whose text could not be read, and why. */
  unreadHooks: { hook: string; reason: string }[]
  /** What is wrong with `config.jsonc` of the home; `null` where nothing is. */
  configFault: string | null
  /** Results that ended within the last 24 h. */
  recent: { results: number; errors: number }
  errorLog: ErrorLogEvidence
  /** Temporary files that a program left, absolute. */
  leftovers: { path: string; modifiedAtMs: number }[]
  /** `null` where the system has no such thing, or does not tell. */
  watchUse: WatchUse | null
  /** What the product keeps in the home; `null` where that cannot be listed. */
  ownFiles: OwnFile[] | null
  memoryBytes: number
  /** Where a dashboard says that it runs for this home. */
  dashboardUrl: string | null
}
