import type { FileState } from './plan.ts'

/** The `settings.json` that hooks are installed in. */
export type SettingsFile = {
  /** As it is named: links are followed. */
  path: string
  /** Resolved: the nearest directory that is there, and what is below it. */
  directory: string
  below: string
  /** `null` where there is none yet. */
  state: FileState | null
  text: string
}
