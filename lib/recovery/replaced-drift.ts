import type { FileState, PlanItem } from '#lib/model/plan.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { hashFile } from '#lib/store/hash-file.ts'
import { isTaken } from './is-taken.ts'
import { type Roots, rootOf } from './steps.ts'

/** Files that are changed in place, where they no longer say what they said. Throws `AppError('path_outside')` behind a link. */
export function replacedChanges(roots: Roots, item: PlanItem): string[] {
  const root = rootOf(roots, item)
  return item.steps.flatMap((step) =>
    step.kind === 'replace' ? (changeOf(root, step.path, step.before) ?? []) : [],
  )
}

/** Whether a file says what it is meant to; with `null`, that there is none. */
export const isState = (root: string, path: string, state: FileState | null): boolean =>
  changeOf(root, path, state) === null

function changeOf(root: string, path: string, state: FileState | null): string | null {
  const isThere = isTaken(root, path)
  if (state === null) return isThere ? `${path} is there already.` : null
  if (!isThere) return `${path} is gone.`
  return hashFile(containedPath(root, path)) === state.sha256 ? null : `${path} was written to.`
}
