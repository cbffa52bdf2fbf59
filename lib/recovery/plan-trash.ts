import { formatQuantity } from '#lib/format/number.ts'
import type { PlanItem, RootName, Step } from '#lib/model/plan.ts'
import type { PlannedItems } from './planned-items.ts'
import type { TrashContent } from './read-trash.ts'
import { trashPath } from './steps.ts'

type TrashRequest = { action: 'trash_restore' | 'trash_purge'; entries: readonly string[] | null }

/**
 * What lies in the trash, back to where it lay or away for good: one item an operation that put it there. Whatever has
 * come to such a place meanwhile stays, and so does the item. Pure.
 */
export function planTrash(
  trash: readonly TrashContent[],
  { action, entries }: TrashRequest,
  isTaken: (root: RootName, path: string) => boolean,
): PlannedItems {
  const wanted = entries === null ? null : new Set(entries)
  const known = new Set(trash.map(({ entry }) => entry.id))
  const gone = (entries ?? []).filter((id) => !known.has(id))
  const planned: PlannedItems = {
    items: [],
    omitted: gone.map((name) => ({ name, reason: 'Nothing of it lies in the trash.' })),
  }
  for (const one of trash) {
    const name = one.entry.id
    if (wanted !== null && !wanted.has(name)) continue
    const reason = obstacleOf(one, action, isTaken)
    if (reason === null) planned.items.push(planItem(one, action))
    else planned.omitted.push({ name, reason })
  }
  return planned
}

function obstacleOf(
  { root, directory, files, strange }: TrashContent,
  action: TrashRequest['action'],
  isTaken: (root: RootName, path: string) => boolean,
): string | null {
  if (strange.length > 0) return `${strange[0]} is no regular file: look at it yourself.`
  if (action === 'trash_purge') return null
  const taken = files.map(({ path }) => whereItLay(directory, path)).find((path) => isTaken(root, path))
  return taken === undefined ? null : `${taken} is there already.`
}

const whereItLay = (id: string, path: string): string => path.slice(trashPath(id, '').length)

function planItem(
  { entry: { id, sizeBytes }, root, directory, files, directories }: TrashContent,
  action: TrashRequest['action'],
): PlanItem {
  const steps = files.map(({ path, stamp }): Step => {
    return action === 'trash_purge'
      ? { kind: 'purge', from: path, stamp }
      : { kind: 'move', from: path, to: whereItLay(directory, path), stamp }
  })
  const emptied = directories
    .toSorted((a, b) => b.length - a.length)
    .map((path): Step => ({ kind: 'remove-directory', path, mode: 0o700 }))
  const what = formatQuantity(files.length, 'file')
  const reason = action === 'trash_purge' ? `${what}, removed for good.` : `${what}, back to where they lay.`
  return {
    name: id,
    sessionId: null,
    scope: 'session',
    root,
    reason,
    steps: [...steps, ...emptied],
    inputs: [],
    files: files.length,
    sizeBytes,
    freesBytes: action === 'trash_purge' ? sizeBytes : null,
  }
}
