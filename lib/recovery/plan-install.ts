import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { unifiedDiff } from '#lib/format/unified-diff.ts'
import { applyEdits, invertEdits } from '#lib/hooks/text-edits.ts'
import { BACKUPS } from '#lib/model/capture-hooks.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { PlanItem, Step, TextEdit } from '#lib/model/plan.ts'
import type { SettingsFile } from '#lib/model/settings-file.ts'
import { hashOf } from './make-bytes.ts'
import {
  exchangeProgram,
  makeProgram,
  type PackagedProgram,
  PROGRAM_MODE,
  type ProgramText,
} from './packaged-steps.ts'
import type { PlannedItems } from './planned-items.ts'
import { trashPath } from './steps.ts'

/** A file of the capture hooks as it is to be, and what lies in its place. */
export type HookProgram = PackagedProgram & {
  /** Below the home. */
  path: string
  there:
    | { kind: 'missing' | 'current' }
    | { kind: 'outdated'; stamp: FileStamp; before: ProgramText | null }
    | { kind: 'not_executable'; stamp: FileStamp; mode: number }
}

export type InstallEvidence = {
  programs: readonly HookProgram[]
  /** Directories that are not there yet, below the home, those around others first. */
  missing: readonly string[]
  settings: SettingsFile
  edits: readonly TextEdit[]
  operationId: string
}

/** Directories, then what is called, then who calls it: whatever breaks off, no settings call what is not there. Pure. */
export function planInstall(evidence: InstallEvidence): PlannedItems {
  const items = [directoriesItem(evidence), programsItem(evidence), settingsItem(evidence)]
  return { items: items.filter((item) => item !== null), omitted: [], ordered: true }
}

function directoriesItem({ missing }: InstallEvidence): PlanItem | null {
  if (missing.length === 0) return null
  const steps = missing.map((path): Step => ({ kind: 'make-directory', path, mode: PROGRAM_MODE }))
  return homeItem('directories of the home', 'They are made where hooks write to, for you alone.', steps)
}

function programsItem({ programs, settings, edits, operationId }: InstallEvidence): PlanItem | null {
  const steps = programs.flatMap((program) => programSteps(program, operationId))
  const what = steps.length === 0 ? '' : 'They are what Claude Code is to call, from this program.'
  const backup = edits.length === 0 ? [] : backupSteps(settings, operationId)
  if (steps.length + backup.length === 0) return null
  const kept = backup.length === 0 ? '' : `A copy of ${settings.path} is kept.`
  return homeItem('hooks/capture', [what, kept].filter((words) => words !== '').join(' '), [
    ...steps,
    ...backup,
  ])
}

function programSteps({ path, there, ...packaged }: HookProgram, operationId: string): Step[] {
  switch (there.kind) {
    case 'current':
      return []
    case 'missing':
      return [makeProgram(path, packaged)]
    case 'outdated':
      return exchangeProgram(path, packaged, there, operationId)
    case 'not_executable':
      return [{ kind: 'chmod', path, mode: PROGRAM_MODE, modeBefore: there.mode, stamp: there.stamp }]
  }
}

function backupSteps({ directory, below, state }: SettingsFile, operationId: string): Step[] {
  if (state === null) return []
  const { sha256, sizeBytes } = state
  const recipe = { by: 'copy', path: `${directory}/${below}` } as const
  return [
    {
      kind: 'make',
      to: `${BACKUPS}/${operationId}-settings.json`,
      recipe,
      sizeBytes,
      sha256,
      modifiedAtMs: null,
    },
  ]
}

function settingsItem({ settings, edits }: InstallEvidence): PlanItem | null {
  return edits.length === 0 ? null : replaceItem(settings, edits, 'Claude Code is told to call the hooks.')
}

/** A settings file with its edits; `remove`: nothing is left of it. */
export function replaceItem(
  settings: SettingsFile,
  edits: readonly TextEdit[],
  reason: string,
  { remove = false } = {},
): PlanItem {
  const { path, directory, below, state, text } = settings
  const after = applyEdits(text, edits)
  const bytes = Buffer.from(after)
  const step: Step = {
    kind: 'replace',
    path: below,
    before: state,
    after: remove
      ? null
      : {
          sha256: hashOf(bytes),
          sizeBytes: bytes.length,
          mode: state?.mode ?? NEW_SETTINGS_MODE,
          modifiedAtMs: null,
        },
    edits: [...edits],
    back: invertEdits(text, edits),
  }
  return {
    name: path,
    sessionId: null,
    scope: 'files',
    root: 'settings',
    settingsDirectory: directory,
    reason,
    steps: [...directoriesAround(below), step],
    inputs: [],
    files: 0,
    sizeBytes: 0,
    freesBytes: null,
    diff: unifiedDiff(maskSecrets(text), maskSecrets(remove ? '' : after)),
  }
}

/** It may hold keys. */
const NEW_SETTINGS_MODE = 0o600

/** What is below the nearest directory that is there is made, and undo takes it away again. */
function directoriesAround(below: string): Step[] {
  const parts = below.split('/').slice(0, -1)
  return parts.map((_, at) => ({
    kind: 'make-directory',
    path: parts.slice(0, at + 1).join('/'),
    mode: PROGRAM_MODE,
  }))
}

export type UninstallEvidence = {
  settings: SettingsFile
  edits: readonly TextEdit[]
  /** The file was made by an installation, and says nothing else. */
  remove: boolean
  /** What nothing else calls any more, below the home. */
  programs: readonly { path: string; stamp: FileStamp }[]
  operationId: string
}

/** The calls first, then what they called. Pure. */
export function planUninstall({
  settings,
  edits,
  remove,
  programs,
  operationId,
}: UninstallEvidence): PlannedItems {
  const reason = remove
    ? 'It was made when hooks were installed, and says nothing else: it is removed.'
    : 'Claude Code is no longer told to call the hooks.'
  const calls = edits.length === 0 ? [] : [replaceItem(settings, edits, reason, { remove })]
  const steps = programs.map(
    ({ path, stamp }): Step => ({ kind: 'trash', from: path, to: trashPath(operationId, path), stamp }),
  )
  const called =
    steps.length === 0 ? [] : [homeItem('hooks/capture', 'Nothing calls them any more.', steps, programs)]
  return { items: [...calls, ...called], omitted: [], ordered: true }
}

function homeItem(
  name: string,
  reason: string,
  steps: Step[],
  taken: readonly { stamp: FileStamp }[] = [],
): PlanItem {
  return {
    name,
    sessionId: null,
    scope: 'files',
    root: 'home',
    reason,
    steps,
    inputs: [],
    files: taken.length,
    sizeBytes: taken.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
    freesBytes: null,
  }
}
