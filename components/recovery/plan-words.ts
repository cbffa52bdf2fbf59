import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { PlanAction, PlanSummary } from '#lib/model/plan.ts'

/** How an action is asked for. */
export const VERBS: Record<PlanAction, string> = {
  clean_up: 'Clean up',
  recover: 'Recover',
  undo: 'Undo',
  trash_restore: 'Restore',
  trash_purge: 'Delete for good',
}

/** What is about to be done, as the title of its dialog and the name of the button that does it. */
export function planTitle({ action, items, files }: PlanSummary): string {
  switch (action) {
    case 'clean_up':
    case 'recover':
      return `${VERBS[action]} ${formatQuantity(items, 'session')}`
    case 'undo':
      return `Undo: put ${formatQuantity(files, 'file')} back`
    case 'trash_restore':
      return `Restore ${formatQuantity(files, 'file')} from the trash`
    case 'trash_purge':
      return `Delete ${formatQuantity(files, 'file')} for good`
  }
}

/** What an operation did, in the past tense, or how far it is. */
export function operationTitle({ action, status, items, files }: Operation): string {
  const verb = VERBS[action]
  if (status === 'running') return `${verb}: at work`
  if (status === 'failed') return `${verb}: nothing was done`
  const sessions = items.filter(({ outcome }) => outcome === 'done').length
  return `${pastOf(action, sessions, files)}${status === 'partial' ? ', not all' : ''}`
}

function pastOf(action: PlanAction, sessions: number, files: number): string {
  switch (action) {
    case 'clean_up':
      return `Cleaned up ${formatQuantity(sessions, 'session')}`
    case 'recover':
      return `Recovered ${formatQuantity(sessions, 'session')}`
    case 'undo':
      return `Put ${formatQuantity(files, 'file')} back`
    case 'trash_restore':
      return `Restored ${formatQuantity(files, 'file')} from the trash`
    case 'trash_purge':
      return `Deleted ${formatQuantity(files, 'file')} for good`
  }
}

/** "3 sessions, 12 files, 4.1 KB" */
export function planNumbers({ action, items, files, sizeBytes }: PlanSummary): string {
  const [noun, plural] = nounsOf(action)
  return [formatQuantity(items, noun, plural), formatQuantity(files, 'file'), formatBytes(sizeBytes)].join(
    ', ',
  )
}

function nounsOf(action: PlanAction): [one: string, many: string] {
  switch (action) {
    case 'clean_up':
    case 'recover':
      return ['session', 'sessions']
    case 'undo':
      return ['item', 'items']
    case 'trash_restore':
    case 'trash_purge':
      return ['trash entry', 'trash entries']
  }
}
