import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'

/**
 * Makes a home and what is missing around it, for its owner alone, level by level: made as a whole, what the system refuses
 * to hold would be tried for ever. Throws `AppError('home_unreadable')`.
 */
export function makeHome(home: string): void {
  const missing: string[] = []
  for (let path = home; !isDirectory(home, path); path = dirname(path)) missing.unshift(path)
  for (const path of missing) {
    try {
      mkdirSync(path, { mode: 0o700 })
    } catch (error) {
      const code = systemErrorCode(error)
      if (code === null) throw error
      // Where nothing is seen and something is, it is a link.
      throw cannotMake(
        home,
        code === 'EEXIST' ? `${path} is a symbolic link that leads nowhere` : reasonOf(code, path),
      )
    }
  }
}

function isDirectory(home: string, path: string): boolean {
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat !== undefined && !stat.isDirectory()) throw cannotMake(home, `${path} is no directory`)
    return stat !== undefined
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    // Whatever is above it says more.
    if (code === 'ENOTDIR') return false
    throw cannotMake(home, reasonOf(code, path))
  }
}

function reasonOf(code: string, path: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `no permission at ${path}`
    case 'EROFS':
      return `${path} is on a file system that is read only`
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return `${path}: ${code}`
  }
}

const cannotMake = (home: string, reason: string): AppError =>
  new AppError(
    'home_unreadable',
    `The home ${home} cannot be made: ${reason}. Mend that, or name another with TRINITAS_HOME or --home. Nothing was changed.`,
    { path: home },
  )
