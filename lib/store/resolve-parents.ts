import { realpathSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'

/** An absolute path with links followed as far as it is there: what is yet to be made has a place as well. */
export function resolveParents(path: string): string {
  for (let above = path; above !== dirname(above); above = dirname(above)) {
    const real = realPath(above)
    if (real !== null) return join(real, relative(above, path))
  }
  return path
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch (error) {
    // A path with a zero byte leads nowhere either; the system calls say so by a code too.
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
