import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { PlanAction, PlanItem, PlanSummary } from '#lib/model/plan.ts'

/** How an action is asked for. */
export const VERBS: Record<PlanAction, string> = {
  clean_up: 'Clean up',
  recover: 'Recover',
  repair: 'Repair',
  integrate: 'Integrate',
  fix_hooks: 'Fix hooks',
  fix_permissions: 'Fix permissions',
  install_hooks: 'Install hooks',
  uninstall_hooks: 'Uninstall hooks',
  free_space: 'Free space',
  trash_sessions: 'Move to trash',
  import_results: 'Import results',
  undo: 'Undo',
  trash_restore: 'Restore',
  trash_purge: 'Delete for good',
}

/** What is about to be done, as the title of its dialog and the name of the button that does it. */
export function planTitle({ action, items, files, shown }: PlanSummary): string {
  switch (action) {
    case 'clean_up':
    case 'recover':
    case 'integrate':
      return `${VERBS[action]} ${formatQuantity(items, 'session')}`
    case 'repair':
      return repairTitle(items, shown)
    case 'fix_hooks':
      return hooksTitle(items, shown)
    case 'install_hooks':
      return 'Install hooks'
    case 'uninstall_hooks':
      return 'Uninstall hooks'
    case 'fix_permissions':
      return `Close ${formatQuantity(items, 'directory', 'directories')} to others`
    case 'free_space':
      return `Free space: ${formatQuantity(files, 'file')}`
    case 'trash_sessions':
      return `Move ${formatQuantity(items, 'session')} to the trash`
    case 'import_results':
      return `Write the results of ${formatQuantity(items, 'session')}`
    case 'undo':
      return files === 0 ? 'Undo: remove what was made' : `Undo: put ${formatQuantity(files, 'file')} back`
    case 'trash_restore':
      return `Restore ${formatQuantity(files, 'file')} from the trash`
    case 'trash_purge':
      return `Delete ${formatQuantity(files, 'file')} for good`
  }
}

function hooksTitle(items: number, shown: readonly PlanItem[]): string {
  const hooks = formatQuantity(items, 'hook')
  const restored = shown.filter(isMended).length
  if (restored === 0) return `Make ${hooks} executable`
  return restored === items ? `Restore ${hooks}` : `Fix ${hooks}`
}

/** What undo brings back of it, after "This can be undone: ". */
export function undoWords(action: PlanAction): string {
  switch (action) {
    case 'fix_hooks':
      return 'every mode goes back to what it was, and what is restored is removed.'
    case 'fix_permissions':
      return 'every mode goes back to what it was.'
    case 'install_hooks':
    case 'uninstall_hooks':
      return 'the settings say again what they said, and what is made is removed.'
    case 'import_results':
      return 'what is written goes to the trash.'
    case 'integrate':
      return 'what is made goes to the trash, and what it replaces comes back.'
    default:
      return 'every file goes back to where it was.'
  }
}

/** Whether something stands for a broken file afterwards; else it is set aside. */
export const isMended = ({ steps }: PlanItem): boolean => steps.some(({ kind }) => kind === 'make')

/** Of more files than are shown, nobody knows here which are set aside. */
function repairTitle(items: number, shown: readonly PlanItem[]): string {
  const mended = shown.filter(isMended).length
  const aside = shown.length - mended
  if (items > shown.length || aside === 0) return `Repair ${formatQuantity(items, 'file')}`
  if (mended === 0) return `Set ${formatQuantity(aside, 'file')} aside`
  return `Repair ${formatQuantity(mended, 'file')}, set ${aside} aside`
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
    case 'repair':
      // Which of the two it was, the plan said and its report does not.
      return `Repaired or set aside ${formatQuantity(files, 'file')}`
    case 'integrate':
      return `Integrated ${formatQuantity(sessions, 'session')}`
    case 'fix_hooks':
      return `Fixed ${formatQuantity(sessions, 'hook')}`
    case 'install_hooks':
      return 'Installed hooks'
    case 'uninstall_hooks':
      return 'Uninstalled hooks'
    case 'fix_permissions':
      return `Closed ${formatQuantity(sessions, 'directory', 'directories')} to others`
    case 'free_space':
      return `Freed space: ${formatQuantity(files, 'file')}`
    case 'trash_sessions':
      return `Moved ${formatQuantity(sessions, 'session')} to the trash`
    case 'import_results':
      return `Wrote the results of ${formatQuantity(sessions, 'session')}`
    case 'undo':
      return files === 0 ? 'Removed what was made' : `Put ${formatQuantity(files, 'file')} back`
    case 'trash_restore':
      return `Restored ${formatQuantity(files, 'file')} from the trash`
    case 'trash_purge':
      return `Deleted ${formatQuantity(files, 'file')} for good`
  }
}

/** "3 sessions, 12 files, 4.1 KB" */
export function planNumbers({ action, items, files, sizeBytes }: PlanSummary): string {
  const [noun, plural] = nounsOf(action)
  const count = formatQuantity(items, noun, plural)
  // Where each item is a file, they are counted once.
  const sizes = noun === 'file' ? formatBytes(sizeBytes) : sizeWords({ files, sizeBytes })
  return sizes === null ? count : `${count}, ${sizes}`
}

/** "12 files, 4.1 KB"; `null` where no file is taken, since then one is made. */
export function sizeWords({ files, sizeBytes }: { files: number; sizeBytes: number }): string | null {
  return files === 0 ? null : `${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)}`
}

/** "Frees about 80 MB at once." `null` where that is not what it is about. */
export function freesSentence({ items, shown }: Pick<PlanSummary, 'items' | 'shown'>): string | null {
  const known = shown.map(({ freesBytes }) => freesBytes).filter((bytes) => bytes !== null)
  if (known.length === 0) return null
  const sum = known.reduce((total, bytes) => total + bytes, 0)
  if (items > shown.length) return `Frees more than ${formatBytes(sum)} at once.`
  return sum === 0 ? 'Frees nothing at once.' : `Frees about ${formatBytes(sum)} at once.`
}

function nounsOf(action: PlanAction): [one: string, many: string] {
  switch (action) {
    case 'clean_up':
    case 'recover':
    case 'integrate':
    case 'trash_sessions':
    case 'import_results':
      return ['session', 'sessions']
    case 'repair':
    case 'fix_hooks':
      return ['file', 'files']
    case 'fix_permissions':
      return ['directory', 'directories']
    case 'free_space':
    case 'install_hooks':
    case 'uninstall_hooks':
    case 'undo':
      return ['item', 'items']
    case 'trash_restore':
    case 'trash_purge':
      return ['trash entry', 'trash entries']
  }
}
