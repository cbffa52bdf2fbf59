import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Operation } from '#lib/model/operation.ts'
import { appendLogLine } from '#lib/store/append-line.ts'
import { logFault } from '#lib/store/log-fault.ts'
import { RECOVERY_LOG, SESSION_LOG } from '#lib/store/log-names.ts'

/**
 * The lines for people in `<home>/logs/`: of every operation, of sessions that were cleaned, and of what failed. The
 * journal is the record: where these cannot be written, nothing is lost.
 */
export function logOperation(home: string, operation: Operation): void {
  const { action, status, endedAtMs, id, user } = operation
  const atMs = endedAtMs ?? 0
  const text = textOf(operation)
  appendLogLine(home, RECOVERY_LOG, { atMs, level: status, text })
  const cleaned = countOf(operation, 'done')
  if (action === 'clean_up' && cleaned > 0) {
    const words = `Cleaned ${cleaned} stale sessions (operation ${id} by ${user})`
    appendLogLine(home, SESSION_LOG, { atMs, level: 'INFO', text: words })
  }
  if (status === 'failed' || countOf(operation, 'failed') > 0)
    logFault(home, `${text}. ${whyOf(operation)}`, atMs)
}

/** An operation that goes on being open is no line of `recovery.log` yet. */
export function logUnrecorded(home: string, operation: Operation, atMs: number): void {
  logFault(home, `${textOf(operation)}. How it ended cannot be recorded now; the next start does.`, atMs)
}

function textOf(operation: Operation): string {
  const { id, action, user, files, sizeBytes } = operation
  const outcomes = (['done', 'skipped', 'failed'] as const).map((of) => `${countOf(operation, of)} ${of}`)
  return `${action} ${id} by ${user}: ${outcomes.join(', ')}; ${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)}`
}

const countOf = ({ items }: Operation, outcome: string): number =>
  items.filter((item) => item.outcome === outcome).length

/** Of the first that was not done. */
function whyOf({ items }: Operation): string {
  const item =
    items.find(({ outcome }) => outcome === 'failed') ?? items.find(({ reason }) => reason !== null)
  return item === undefined ? '' : `${item.name}: ${item.reason}`
}
