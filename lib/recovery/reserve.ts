import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, sqliteErrorCode, systemErrorCode } from '#lib/errors.ts'

/** Room for the journal of a plan of a thousand sessions. */
const RESERVE_BYTES = 4 * 1024 * 1024

/** Full, or no more could be written of it. */
const NO_ROOM: ReadonlySet<number> = new Set([10, 13])

/**
 * Writes to the journal. On a full disk a file that was kept for this makes room: an operation that frees some must not
 * fail for want of a line about it.
 */
export function withReserve<T>(directory: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = error instanceof AppError ? sqliteErrorCode(error.cause) : null
    if (code === null || !NO_ROOM.has(code) || !giveUpReserve(directory)) throw error
    return work()
  }
}

/** Lays it in where there is none and room for it; whoever has no room for it has none to lose. */
export function keepReserve(directory: string): void {
  const path = join(directory, 'reserve')
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return
  try {
    const descriptor = openSync(path, 'wx', 0o600)
    try {
      const zeros = Buffer.alloc(RESERVE_BYTES)
      if (writeSync(descriptor, zeros) < zeros.length) rmSync(path, { force: true })
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    rmSync(path, { force: true })
  }
}

/** Makes what room it can: where the system refuses it, there is no less than before. */
export function makeRoom(directory: string): void {
  try {
    giveUpReserve(directory)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}

/** False where there is none. */
function giveUpReserve(directory: string): boolean {
  const path = join(directory, 'reserve')
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return false
  rmSync(path, { force: true })
  return true
}
