import type { RetentionKind, RetentionPart, RetentionPreview } from '#lib/model/retention.ts'
import { formatBytes } from './bytes.ts'
import { formatClock, formatDay } from './clock.ts'
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

/**
 * What a run comes to, in one sentence: what the one at a time does, or, where none is to come by itself (`null`), what
 * one would do.
 */
export function retentionSentence(
  { parts, packed, more }: RetentionPreview,
  nextRunAtMs: number | null,
): string {
  const words = nextRunAtMs === null ? WOULD : WILL
  const moved = parts.filter(({ kind }) => kind !== 'trash')
  const sum = (field: 'files' | 'sizeBytes'): number => moved.reduce((total, part) => total + part[field], 0)
  const does = [
    ...(moved.length === 0
      ? []
      : [words.moves(`${formatQuantity(sum('files'), 'file')}, ${formatBytes(sum('sizeBytes'))}`)]),
    ...(packed.logs === 0
      ? []
      : [words.packs(formatQuantity(packed.logs, 'log'), formatBytes(packed.freesBytes))]),
  ]
  const run =
    nextRunAtMs === null ? 'A run' : `The run on ${formatDay(nextRunAtMs)} at ${formatClock(nextRunAtMs)}`
  if (does.length === 0) return `${run} ${words.idle}.`
  return `${run} ${does.join(' and ')}.${more ? ` ${words.more}` : ''}`
}

const WILL = {
  idle: 'has nothing to do',
  moves: (what: string): string => `moves ${what}, to the trash`,
  packs: (logs: string, bytes: string): string => `rotates or compresses ${logs}, which frees about ${bytes}`,
  more: 'It does not take all: the run after it goes on.',
}
const WOULD: typeof WILL = {
  idle: 'would have nothing to do',
  moves: (what) => `would move ${what}, to the trash`,
  packs: (logs, bytes) => `would rotate or compress ${logs}, which frees about ${bytes}`,
  more: 'It would not take all: the run after it goes on.',
}

/** What becomes of what has been in the trash for long enough. */
export const trashWords = (consented: boolean): string =>
  consented
    ? 'may go for good without being asked for, as somebody said'
    : 'stays until somebody purges it, and is asked for each time'
