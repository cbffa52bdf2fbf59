import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { pinDirectory } from './pinned-directory.ts'

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants
/** A pipe that has the name of a log is not waited for. */
const APPENDING = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK

export type LoggedLine = { atMs: number; level: string; text: string }

/** Appends one line to a log of the home, as `appendLogLines` does. */
export const appendLogLine = (home: string, name: string, line: LoggedLine): boolean =>
  appendLogLines(home, name, [line])

/**
 * Appends lines to a log of the home, `[time] [level] text`, one for each whatever its text holds; the file and its
 * directory are made with 600 and 700. No link is followed. False where it cannot be written: no log is the record of
 * anything.
 */
export function appendLogLines(home: string, name: string, lines: readonly LoggedLine[]): boolean {
  try {
    using logs = pinDirectory(home, 'logs', { make: true })
    const descriptor = openSync(logs.at(name), APPENDING, 0o600)
    try {
      writeSync(descriptor, lines.map(textOf).join(''))
      return true
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (systemErrorCode(error) === null && !(error instanceof AppError)) throw error
    return false
  }
}

const textOf = ({ atMs, level, text }: LoggedLine): string =>
  `[${new Date(atMs).toISOString()}] [${level}] ${printable(text)}\n`
