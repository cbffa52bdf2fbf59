import { dirname, join, relative } from 'node:path'
import { realPath } from './real-path.ts'

/** An absolute path with links followed as far as it is there: what is yet to be made has a place as well. */
export function resolveParents(path: string): string {
  for (let above = path; above !== dirname(above); above = dirname(above)) {
    const real = realPath(above)
    if (real !== null) return join(real, relative(above, path))
  }
  return path
}
