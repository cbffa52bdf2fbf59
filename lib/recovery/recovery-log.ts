import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { Operation } from '#lib/model/operation.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'

const APPENDING = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW

/**
 * The line for people in `<home>/logs/recovery.log`. The journal is the record: where this cannot be written, nothing is
 * lost.
 */
export function logOperation(home: string, operation: Operation): void {
  try {
    using logs = pinDirectory(home, 'logs', { make: true })
    const descriptor = openSync(logs.at('recovery.log'), APPENDING, 0o600)
    try {
      writeSync(descriptor, `${lineOf(operation)}\n`)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (systemErrorCode(error) === null && !(error instanceof AppError)) throw error
  }
}

function lineOf({ id, action, user, status, items, files, sizeBytes, endedAtMs }: Operation): string {
  const count = (outcome: string): number => items.filter((item) => item.outcome === outcome).length
  const outcomes = `${count('done')} done, ${count('skipped')} skipped, ${count('failed')} failed`
  const time = new Date(endedAtMs ?? 0).toISOString()
  return `[${time}] [${status}] ${action} ${id} by ${printable(user)}: ${outcomes}; ${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)}`
}
