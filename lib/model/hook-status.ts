/** One event of Claude Code, and whether it calls the capture hooks. */
export type EventHook = {
  event: string
  /** The settings that call it, as they are named. */
  installedIn: string[]
  /** Settings that call it for what a matcher lets through alone: that is no installation. */
  narrowed: { path: string; matcher: string }[]
  /** Epoch milliseconds of what it last left; `null` where nothing of it is there any more. */
  lastCapturedAtMs: number | null
}

/** A file of the capture hooks in the home. */
export type ProgramStatus = {
  path: string
  /** `in_the_way`: what is there is no file of ours. `unseen`: nobody knows what it is to be. */
  state: 'current' | 'outdated' | 'missing' | 'not_executable' | 'in_the_way' | 'unseen'
}

export type HookStatus = {
  /** Each is installed, current, can be run, and runs. */
  works: boolean
  /** What a dry start said, or why there was none. */
  runs: { ok: boolean; detail: string }
  programs: ProgramStatus[]
  events: EventHook[]
  /** Settings that were looked at. `fault`: why they were not understood, or are of no use. */
  settings: { path: string; state: 'read' | 'missing' | 'unusable'; fault: string | null }[]
  /** Commands of somebody's that name the launcher, and do more or something else. `calls`: they call it in any case. */
  others: { path: string; event: string; calls: boolean }[]
  /** Files of the home's hooks that settings call and that are missing. `restorable`: by `fix hooks`. */
  missing: { path: string; event: string; hook: string; restorable: boolean }[]
  /** Whose settings were looked at; `null` are those of the user alone. */
  project: string | null
  /** Where no project was asked for: those that something was captured in of late, and whose settings call the launcher. */
  callingProjects: string[]
  /** Calls of the original's hooks in the settings of the scope. */
  originalCalls: number
}
