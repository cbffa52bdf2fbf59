import type { LockHolder } from '#lib/model/operation.ts'
import { type ChangeLock, requireLocal, takeChangeLock } from '#lib/store/change-lock.ts'
import { named } from '#lib/store/named.ts'
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
