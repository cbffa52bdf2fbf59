import { closeSync, lstatSync, openSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import { pinDirectory, pinIfThere } from '#lib/store/pinned-directory.ts'
import { runningPath } from './started-record.ts'

/** In `running/<session>/`: the parent has stopped, so that whichever of its agents is the last completes the session. */
export const STOPPED = '.stopped'

/** False where the session has no agents that started, unless a place for them is to be made. */
export function markStopped(results: string, sessionId: string, { make = false } = {}): boolean {
  const path = runningPath(sessionId)
  using directory = make ? pinDirectory(results, path, { make }) : pinIfThere(results, path)
  if (directory === null) return false
  try {
    closeSync(openSync(directory.at(STOPPED), 'wx', 0o600))
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
  return true
}

export function isStopped(results: string, sessionId: string): boolean {
  using directory = pinIfThere(results, runningPath(sessionId))
  return directory !== null && lstatSync(directory.at(STOPPED), { throwIfNoEntry: false }) !== undefined
}
