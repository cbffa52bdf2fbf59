import { AppError, sqliteErrorCode, systemErrorCode } from '#lib/errors.ts'

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
