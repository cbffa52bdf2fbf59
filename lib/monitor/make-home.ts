import { lstatSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { makeDirectories } from '#lib/store/make-directories.ts'

/** Makes a home and what is missing around it, for its owner alone. Throws `AppError('home_unreadable')`. */
export function makeHome(home: string): void {
  try {
    makeDirectories(home)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    const { path = home } = error as NodeJS.ErrnoException
    throw new AppError(
      'home_unreadable',
      `The home ${home} cannot be made: ${reasonOf(code, path)}. Mend that, or name another with TRINITAS_HOME or --home. Nothing was changed.`,
      { path: home },
    )
  }
}

function reasonOf(code: string, path: string): string {
  switch (code) {
    case 'EEXIST':
      return `${path} is ${lstatSync(path).isSymbolicLink() ? 'a symbolic link that leads nowhere' : 'no directory'}`
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
