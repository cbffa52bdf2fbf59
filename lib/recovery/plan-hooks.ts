import type { FileStamp } from '#lib/model/file-record.ts'
import type { HookEvidence } from '#lib/model/issue-evidence.ts'
import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import {
  exchangeProgram,
  makeProgram,
  type PackagedProgram,
  PROGRAM_MODE,
  type ProgramText,
} from './packaged-steps.ts'
import type { PlannedItems } from './planned-items.ts'

/** A hook of the home by its path below it. */
export type HookFile = {
  path: string
  evidence: HookEvidence
  stamp: FileStamp | null
  /** What comes with this program in its place; `null` where what is there is to stay. */
  packaged: PackagedProgram | null
  /** What is there, where it is to be exchanged; `null` is no text. */
  before: ProgramText | null
}

/**
 * Makes the hooks executable that are regular files of the home's owner, writes those that are missing from what is
 * packaged, and exchanges those for which there is something packaged too. A link and what belongs to somebody else is left
 * alone, each with the reason. Pure.
 */
export function planHooks(
  hooks: readonly HookFile[],
  { homeUserId, operationId }: { homeUserId: number | null; operationId: string },
): PlannedItems {
  const items: PlanItem[] = []
  const omitted: PlanOmission[] = []
  for (const hook of hooks) {
    const mode = modeToChange(hook.evidence)
    const reason = whyNot(hook, homeUserId)
    if (reason !== null) omitted.push({ name: hook.path, reason })
    else if (hook.evidence.kind === 'missing' && hook.packaged !== null)
      items.push(restoreItem(hook.path, hook.packaged))
    else if (hook.packaged !== null && hook.packaged.sha256 !== hook.before?.state.sha256)
      items.push(...exchangeItem(hook, hook.packaged, operationId))
    else if (mode !== null && hook.stamp !== null) items.push(planItem(hook.path, mode, hook.stamp))
  }
  return { items, omitted }
}

const FOREIGN =
  'It is missing, settings call it, and it does not come with this program: write it again, or take the call out.'

function whyNot({ evidence }: HookFile, homeUserId: number | null): string | null {
  switch (evidence.kind) {
    case 'missing':
      return evidence.foreign === true ? FOREIGN : null
    case 'unreachable':
    case 'unseen':
      return evidence.reason
    case 'there':
      if (evidence.what === 'other') return 'It is no regular file: look at it yourself.'
      if (evidence.userId !== null && homeUserId !== null && evidence.userId !== homeUserId)
        return `It belongs to user ${evidence.userId}, the home to user ${homeUserId}.`
      return null
  }
}

/** The mode of one that cannot be run; `null` for all others. */
function modeToChange(evidence: HookEvidence): number | null {
  return evidence.kind === 'there' && evidence.mode !== null && (evidence.mode & 0o100) === 0
    ? evidence.mode
    : null
}

function planItem(path: string, modeBefore: number, stamp: FileStamp): PlanItem {
  return {
    name: path,
    sessionId: null,
    scope: 'files',
    root: 'home',
    reason: `It is made executable: its mode is ${modeBefore.toString(8)}.`,
    steps: [{ kind: 'chmod', path, mode: PROGRAM_MODE, modeBefore, stamp }],
    inputs: [],
    files: 1,
    sizeBytes: stamp.sizeBytes,
    freesBytes: null,
  }
}

function restoreItem(path: string, packaged: PackagedProgram): PlanItem {
  const reason = 'It is missing, and restored from what comes with this program.'
  return programItem(path, reason, [makeProgram(path, packaged)], null)
}

function exchangeItem(
  { path, stamp, before }: HookFile,
  packaged: PackagedProgram,
  operationId: string,
): PlanItem[] {
  if (stamp === null) return []
  const steps = exchangeProgram(path, packaged, { stamp, before }, operationId)
  return [programItem(path, 'It is exchanged for what comes with this program.', steps, stamp)]
}

const programItem = (path: string, reason: string, steps: Step[], taken: FileStamp | null): PlanItem => ({
  name: path,
  sessionId: null,
  scope: 'files',
  root: 'home',
  reason,
  steps,
  inputs: [],
  files: taken === null ? 0 : 1,
  sizeBytes: taken?.sizeBytes ?? 0,
  freesBytes: null,
})
