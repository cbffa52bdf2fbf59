import { realpathSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'

/** A path with every link followed; `null` where it leads nowhere, or may not be looked at. */
export function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch (error) {
    // A path with a zero byte leads nowhere either; the system calls say so by a code too.
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
