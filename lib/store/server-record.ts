import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { makeOwnDirectory, requireOwn } from './own-directory.ts'
import { writeAtomically } from './write-atomically.ts'

/** Where a running server says how to reach it, so that a second start finds it whatever port it took. */
export type ServerRecord = {
  pid: number
  /** Where it is reached from this machine, and from others. */
  url: string
  outsideUrl: string
  /** Tells this start of a server from every other. */
  id: string
}

const pathOf = (home: string): string => join(home, 'monitor', 'server.json')

/** The record of a home, `null` where there is none that can be read; it may be stale. */
export function readServerRecord(home: string): ServerRecord | null {
  try {
    requireOwn(join(home, 'monitor'))
    requireOwn(pathOf(home))
    const content: unknown = JSON.parse(readFileSync(pathOf(home), 'utf8'))
    return isRecord(content) ? content : null
  } catch (error) {
    // Whoever else wrote it could lead people, and their tokens, anywhere.
    if (error instanceof AppError || error instanceof SyntaxError || systemErrorCode(error) !== null)
      return null
    throw error
  }
}

function isRecord(content: unknown): content is ServerRecord {
  if (typeof content !== 'object' || content === null) return false
  const { pid, url, outsideUrl, id } = content as Partial<Record<keyof ServerRecord, unknown>>
  return (
    typeof pid === 'number' &&
    typeof url === 'string' &&
    typeof outsideUrl === 'string' &&
    typeof id === 'string' &&
    id !== ''
  )
}

/** False where the home cannot be written: the server runs all the same. */
export function writeServerRecord(home: string, record: ServerRecord): boolean {
  try {
    makeOwnDirectory(join(home, 'monitor'))
    writeAtomically(
      pathOf(home),
      `${JSON.stringify({ ...record, startedAt: new Date().toISOString() }, null, 2)}\n`,
    )
    return true
  } catch (error) {
    if (!(error instanceof AppError) && systemErrorCode(error) === null) throw error
    return false
  }
}

/** Removes the record if it is still that of `pid`. */
export function removeServerRecord(home: string, pid: number): void {
  if (existsSync(pathOf(home)) && readServerRecord(home)?.pid === pid) rmSync(pathOf(home), { force: true })
}
