import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { LockHolder } from '#lib/model/operation.ts'
import { takeExclusiveLock } from './exclusive-lock.ts'
import { remoteFileSystem } from './file-system-type.ts'

export type ChangeLock = { release(): void; [Symbol.dispose](): void }

/**
 * Takes the one lock under which a home is changed. The kernel frees it when its holder dies. Throws `AppError('locked')`,
 * which says who holds it and since when, where that does not end within `waitMs`.
 */
export function takeChangeLock(
  directory: string,
  holder: Omit<LockHolder, 'pid'>,
  waitMs: number,
): ChangeLock {
  const lock = takeExclusiveLock(join(directory, 'lock.db'), waitMs)
  const note = join(directory, 'lock.json')
  if (lock === null) throw locked(note)
  writeNote(note, { ...holder, pid: process.pid })
  const release = (): void => {
    removeNote(note)
    lock.release()
  }
  return { release, [Symbol.dispose]: release }
}

/**
 * Throws `AppError('network_file_system')` where what is to be changed lies on one, or what is kept about it: a lock on this
 * machine keeps nobody away from there.
 */
export function requireLocal(paths: readonly string[]): void {
  for (const path of paths) {
    const remote = remoteFileSystem(path)
    if (remote !== null)
      throw new AppError(
        'network_file_system',
        `${path} is on ${remote}: another machine may change it at the same time, and no lock would tell. Nothing was changed.`,
      )
  }
}

/** On a full disk nobody can be told who it is, and that keeps nobody from making room. */
function writeNote(path: string, holder: LockHolder): void {
  try {
    // Under the lock nobody else writes it; one that is cut short is read as none.
    writeFileSync(path, JSON.stringify(holder), { mode: 0o600 })
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    removeNote(path)
  }
}

/** One that is left over says nothing: the lock does, and the next holder writes his own. */
function removeNote(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}

function locked(note: string): AppError {
  const holder = readHolder(note)
  const who =
    holder === null
      ? 'Somebody else'
      : `${holder.user} (process ${holder.pid}, ${holder.what}, since ${new Date(holder.sinceMs).toISOString()})`
  return new AppError(
    'locked',
    `${who} is changing this home. Nothing was changed: try again once that has ended.`,
  )
}

function readHolder(note: string): LockHolder | null {
  try {
    // As `writeNote` wrote it; nobody else writes there.
    return JSON.parse(readFileSync(note, 'utf8')) as LockHolder
  } catch (error) {
    if (systemErrorCode(error) === null && !(error instanceof SyntaxError)) throw error
    return null
  }
}
