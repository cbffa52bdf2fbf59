import { closeSync, openSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'

/**
 * Makes an empty file for its user alone where there is none. One that is there is not even opened: closing it again would
 * free the locks that this process holds on it, whichever thread took them (fcntl(2)).
 */
export function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
}
