import type { RetentionKind, RetentionPart, RetentionPreview } from '#lib/model/retention.ts'
import { formatBytes } from './bytes.ts'
import { formatQuantity } from './number.ts'

export const KIND_NAMES: Readonly<Record<RetentionKind, string>> = {
  completed: 'Completed sessions',
  integrated: 'Integrated files',
  failed: 'Failed sessions',
  logs: 'Rotated logs',
  reports: 'Health reports',
  trash: 'Trash',
}

/** "3 sessions, 12 files, 4.1 MB" */
export function partWords({ kind, items, files, sizeBytes }: RetentionPart): string {
  const bytes = formatBytes(sizeBytes)
  switch (kind) {
    case 'logs':
      return `${formatQuantity(items, 'log')}, ${bytes}`
    case 'reports':
      return `${formatQuantity(items, 'report')}, ${bytes}`
    case 'trash':
      return `${formatQuantity(items, 'operation')}, ${formatQuantity(files, 'file')}, ${bytes}`
    default:
      return `${formatQuantity(items, 'session')}, ${formatQuantity(files, 'file')}, ${bytes}`
  }
}

/** What the next run comes to, in one sentence. */
export function retentionSentence({ parts, packed, more }: RetentionPreview): string {
  const moved = parts.filter(({ kind }) => kind !== 'trash')
  const sum = (field: 'files' | 'sizeBytes'): number => moved.reduce((total, part) => total + part[field], 0)
  const does = [
    ...(moved.length === 0
      ? []
      : [`moves ${formatQuantity(sum('files'), 'file')}, ${formatBytes(sum('sizeBytes'))}, to the trash`]),
    ...(packed.logs === 0
      ? []
      : [
          `rotates or compresses ${formatQuantity(packed.logs, 'log')}, which frees about ${formatBytes(packed.freesBytes)}`,
        ]),
  ]
  if (does.length === 0) return 'The next run has nothing to do.'
  return `The next run ${does.join(' and ')}.${more ? ' It does not take all: the run after it goes on.' : ''}`
}

/** What becomes of what has been in the trash for long enough. */
export const trashWords = (consented: boolean): string =>
  consented
    ? 'may go for good without being asked for, as somebody said'
    : 'stays until somebody purges it, and is asked for each time'
