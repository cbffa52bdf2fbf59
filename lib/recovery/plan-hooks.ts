import type { FileStamp } from '#lib/model/file-record.ts'
import type { HookEvidence } from '#lib/model/issue-evidence.ts'
import type { Fill, PlanItem, PlanOmission } from '#lib/model/plan.ts'
import type { PlannedItems } from './planned-items.ts'

/** A hook of the home by its path below it. */
export type HookFile = {
  path: string
  evidence: HookEvidence
  stamp: FileStamp | null
  /** What comes with this program in its place; `null` where it is not needed. */
  packaged: { file: string; fill: Fill; sha256: string; sizeBytes: number } | null
}

/** For its owner alone, who runs it. */
const HOOK_MODE = 0o700

/**
 * Makes the critical hooks executable that are regular files of the home's owner, and writes those that are missing from
 * what is packaged. A link and what belongs to somebody else is left alone, each with the reason, and nothing that is there
 * is written over. Pure.
 */
export function planHooks(hooks: readonly HookFile[], homeUserId: number | null): PlannedItems {
  const items: PlanItem[] = []
  const omitted: PlanOmission[] = []
  for (const hook of hooks) {
    const mode = modeToChange(hook.evidence)
    const reason = whyNot(hook, homeUserId)
    if (reason !== null) omitted.push({ name: hook.path, reason })
    else if (hook.evidence.kind === 'missing' && hook.packaged !== null)
      items.push(restoreItem(hook.path, hook.packaged))
    else if (mode !== null && hook.stamp !== null) items.push(planItem(hook.path, mode, hook.stamp))
  }
  return { items, omitted }
}

function whyNot({ evidence }: HookFile, homeUserId: number | null): string | null {
  switch (evidence.kind) {
    case 'missing':
      return null
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
    steps: [{ kind: 'chmod', path, mode: HOOK_MODE, modeBefore, stamp }],
    inputs: [],
    files: 1,
    sizeBytes: stamp.sizeBytes,
    freesBytes: null,
  }
}

function restoreItem(
  path: string,
  { file, fill, sha256, sizeBytes }: NonNullable<HookFile['packaged']>,
): PlanItem {
  const recipe = { by: 'packaged', file, fill } as const
  return {
    name: path,
    sessionId: null,
    scope: 'files',
    root: 'home',
    reason:
      'It is missing, and restored from what comes with this program: given what the original was given, it does the same.',
    steps: [{ kind: 'make', to: path, recipe, sizeBytes, sha256, modifiedAtMs: null, mode: HOOK_MODE }],
    inputs: [],
    files: 0,
    sizeBytes: 0,
    freesBytes: null,
  }
}
