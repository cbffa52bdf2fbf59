import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { beyondLimit, type PlannedItems } from './planned-items.ts'
import type { LooseEntry } from './read-modes.ts'

export type PermissionRequest = {
  /** Whose files are changed: those of the home's owner and of whoever asks. */
  userIds: ReadonlySet<number>
  /** Whether whoever asks may open anything. */
  isRoot: boolean
  /** What a directory is called on the page. */
  nameOf: (entry: Pick<LooseEntry, 'root' | 'path'>) => string
  /** Modes in one run. */
  limit: number
}

/**
 * Modes 600 and 700 for what others have a right to: one item a directory, with itself. What belongs to somebody else, has
 * other names, or is being written is left alone, each with the reason. Pure.
 */
export function planPermissions(loose: readonly LooseEntry[], request: PermissionRequest): PlannedItems {
  const omitted: PlanOmission[] = []
  const open = loose.filter((entry) => {
    const reason = whyNot(entry, request)
    if (reason !== null) omitted.push({ name: request.nameOf(entry), reason })
    return reason === null
  })
  const items: PlanItem[] = []
  let modes = 0
  for (const entries of Map.groupBy(open, directoryOf).values()) {
    modes += entries.length
    if (modes <= request.limit || items.length === 0) items.push(planItem(entries, request))
    else omitted.push(beyondLimit(nameOf(entries, request), request.limit, 'mode'))
  }
  return { items, omitted }
}

const directoryOf = ({ root, path, what }: LooseEntry): string =>
  `${root}/${what === 'directory' ? path : splitPath(path).directory}`

function nameOf([first]: readonly LooseEntry[], request: PermissionRequest): string {
  if (first === undefined) return ''
  const path = first.what === 'directory' ? first.path : splitPath(first.path).directory
  return request.nameOf({ root: first.root, path })
}

function whyNot(
  { userId, links, what, mode, atWork }: LooseEntry,
  request: PermissionRequest,
): string | null {
  if (atWork !== null) return 'Its session is active, and is not touched: it follows once that has ended.'
  if (!request.userIds.has(userId)) return `It belongs to user ${userId}: only that user can change it.`
  if (what === 'file' && links > 1)
    return `It has ${links} names, and another may lie elsewhere: look at it yourself.`
  if (!request.isRoot && (mode & 0o400) === 0) return 'Its own user may not read it: set its mode with chmod.'
  return null
}

function planItem(entries: readonly LooseEntry[], request: PermissionRequest): PlanItem {
  const files = entries.filter(({ what }) => what === 'file')
  const [first] = entries
  return {
    name: nameOf(entries, request),
    sessionId: null,
    scope: 'files',
    root: first?.root ?? 'results',
    reason: `Open to other users: ${entries.length === 1 ? 'one mode' : `${entries.length} modes`}.`,
    steps: entries.map(stepOf),
    inputs: [],
    files: files.length,
    sizeBytes: files.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
    freesBytes: null,
  }
}

function stepOf({ what, path, mode, stamp }: LooseEntry): Step {
  return what === 'directory'
    ? { kind: 'chmod-directory', path, mode: 0o700, modeBefore: mode, inode: stamp.inode }
    : { kind: 'chmod', path, mode: 0o600 | (mode & 0o100), modeBefore: mode, stamp }
}
