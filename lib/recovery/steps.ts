import type { PlanItem, Step } from '#lib/model/plan.ts'

/** Where what an operation deletes lies from then on, and what it sets aside. */
export const TRASH = '.trash'
export const QUARANTINE = '.quarantine'

/** Both resolved. */
export type Roots = { home: string; root: string }

/** What the paths of an item are below. */
export function rootOf(
  { home, root }: Roots,
  { root: name, settingsDirectory }: Pick<PlanItem, 'root' | 'settingsDirectory'>,
): string {
  if (name !== 'settings') return name === 'home' ? home : root
  if (settingsDirectory === undefined) throw new Error('An item of settings says where they are.')
  return settingsDirectory
}

export const trashPath = (operationId: string, path: string): string => `${TRASH}/${operationId}/${path}`

/** Steps that take a file away from where it lies. */
export type TakingStep = Extract<
  Step,
  { kind: 'move' | 'rotate' | 'trash' | 'compress' | 'decompress' | 'purge' }
>

export const takes = (step: Step): step is TakingStep =>
  step.kind === 'move' ||
  step.kind === 'rotate' ||
  step.kind === 'trash' ||
  step.kind === 'compress' ||
  step.kind === 'decompress' ||
  step.kind === 'purge'

/** Steps that leave nothing in staging. */
export const staysInPlace = ({ kind }: Step): boolean =>
  kind === 'chmod' ||
  kind === 'chmod-directory' ||
  kind === 'link-backup' ||
  kind === 'make-directory' ||
  kind === 'remove-directory'

/** Places that are free by the time something is put there, since the item takes what lies there. */
export const takenBy = ({ steps }: PlanItem): ReadonlySet<string> =>
  new Set(steps.filter(takes).map(({ from }) => from))

/** The file that a step is about, which must be as the plan says; `null` for one that makes something. */
export function subjectOf(
  step: Step,
): { path: string; stamp: Extract<Step, { stamp: unknown }>['stamp'] } | null {
  switch (step.kind) {
    case 'write':
    case 'make':
    case 'replace':
    case 'make-directory':
    case 'remove-directory':
    case 'chmod-directory':
    case 'rotate':
      return null
    case 'chmod':
      return { path: step.path, stamp: step.stamp }
    default:
      return { path: step.from, stamp: step.stamp }
  }
}

/** The place that a step fills, which must be free; `null` for one that fills none. */
export const targetOf = (step: Step): string | null => ('to' in step ? step.to : null)

/** Where a step works: what it stages has to lie in the same file system. */
export const workplaceOf = (step: Step): string =>
  step.kind === 'replace' ? step.path : (subjectOf(step)?.path ?? targetOf(step) ?? '')

/** What takes a step back, once it was done; `null` for what is final. `operationId` is that of the undo. */
function reverseStep(step: Step, operationId: string): Step | null {
  switch (step.kind) {
    case 'move':
    case 'rotate':
      return { ...step, from: step.to, to: step.from }
    case 'trash':
      return { kind: 'move', from: step.to, to: step.from, stamp: step.stamp }
    case 'link-backup':
    case 'write':
    case 'make':
      // Its stamp is looked up where it lies.
      return { kind: 'trash', from: step.to, to: trashPath(operationId, step.to), stamp: UNKNOWN_STAMP }
    case 'replace': {
      const { before, after, edits, back } = step
      return { ...step, before: after, after: before, edits: back, back: edits }
    }
    case 'chmod':
    case 'chmod-directory':
      return { ...step, mode: step.modeBefore, modeBefore: step.mode }
    case 'compress':
      return { ...step, kind: 'decompress', from: step.to, to: step.from, stamp: UNKNOWN_STAMP }
    case 'decompress':
      return { ...step, kind: 'compress', from: step.to, to: step.from, stamp: UNKNOWN_STAMP }
    case 'make-directory':
      return { ...step, kind: 'remove-directory' }
    case 'remove-directory':
      return { ...step, kind: 'make-directory' }
    case 'purge':
      return null
  }
}

export const UNKNOWN_STAMP = { sizeBytes: -1, modifiedAtMs: 0, inode: 0 } as const

/** Undone from the last to the first, and directories around what lies in them. */
export function reverseSteps(steps: readonly Step[], operationId: string): Step[] | null {
  const reversed: Step[] = []
  for (const step of steps.toReversed()) {
    const back = reverseStep(step, operationId)
    if (back === null) return null
    reversed.push(back)
  }
  return reversed
}
