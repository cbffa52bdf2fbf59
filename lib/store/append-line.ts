import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { pinDirectory } from './pinned-directory.ts'

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants
/** A pipe that has the name of a log is not waited for. */
const APPENDING = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK

/**
 * Appends one line to a log of the home, `[time] [level] text`, whatever the text holds; the file and its directory are
 * made with 600 and 700. No link is followed. False where it cannot be written: no log is the record of anything.
 */
export function appendLogLine(
  home: string,
  name: string,
  { atMs, level, text }: { atMs: number; level: string; text: string },
): boolean {
  try {
    using logs = pinDirectory(home, 'logs', { make: true })
    const descriptor = openSync(logs.at(name), APPENDING, 0o600)
    try {
      writeSync(descriptor, `[${new Date(atMs).toISOString()}] [${level}] ${printable(text)}\n`)
      return true
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (systemErrorCode(error) === null && !(error instanceof AppError)) throw error
    return false
  }
}
