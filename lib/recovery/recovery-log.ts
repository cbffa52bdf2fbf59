import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Operation } from '#lib/model/operation.ts'
import { appendLogLine } from '#lib/store/append-line.ts'

/**
 * The line for people in `<home>/logs/recovery.log`. The journal is the record: where this cannot be written, nothing is
 * lost.
 */
export function logOperation(home: string, operation: Operation): void {
  const { status, endedAtMs } = operation
  appendLogLine(home, 'recovery.log', { atMs: endedAtMs ?? 0, level: status, text: textOf(operation) })
}

function textOf({ id, action, user, items, files, sizeBytes }: Operation): string {
  const count = (outcome: string): number => items.filter((item) => item.outcome === outcome).length
  const outcomes = `${count('done')} done, ${count('skipped')} skipped, ${count('failed')} failed`
  return `${action} ${id} by ${user}: ${outcomes}; ${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)}`
}
