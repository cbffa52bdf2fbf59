import { AppError, sqliteErrorCode, systemErrorCode } from '#lib/errors.ts'
import type { LockHolder } from '#lib/model/operation.ts'
import { type ChangeLock, requireLocal, takeChangeLock } from '#lib/store/change-lock.ts'
import { makeOwnDirectory } from '#lib/store/own-directory.ts'
import type { RecoveryContext } from './record-outcome.ts'

/** Takes the one lock under which this home is changed; `waitMs` for whoever has it. Throws an `AppError` that says why not. */
export function lockHome(
  { directory, root, now }: RecoveryContext,
  holder: Pick<LockHolder, 'user' | 'what'>,
  waitMs: number,
): ChangeLock {
  return named(() => {
    makeOwnDirectory(directory)
    requireLocal([directory, root])
    return takeChangeLock(directory, { ...holder, sinceMs: now() }, waitMs)
  })
}

/** Before the first step, a failure of the system or of a database is one by name: nothing was changed. */
export function named<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const isFault = systemErrorCode(error) !== null || sqliteErrorCode(error) !== null
    if (!isFault || !(error instanceof Error)) throw error
    throw new AppError('cannot_begin', `Nothing was changed: ${error.message}.`, { cause: error })
  }
}
