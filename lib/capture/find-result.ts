import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import { sessionName } from './safe-name.ts'

/** Where the result of that name lies, below the results directory; `null` where it is nowhere. */
export function findResult(results: string, sessionId: string, name: string): string | null {
  const session = sessionName(sessionId)
  const places = [`temp/${name}`, `completed/${session}/${name}`, `failed/${session}/${name}`]
  return places.find((place) => isThere(join(results, place))) ?? null
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (systemErrorCode(error) === 'ENOTDIR') return false
    throw error
  }
}
