import { accessSync, constants, lstatSync, realpathSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'

export type Roots = { home: string; resultsDirectory: string }

/**
 * The home and the results directory with every symlink resolved, once: `~/.claude` itself is often one. Below them
 * none is followed. A results directory that does not exist yet stays as it is named. Throws
 * `AppError('home_unreadable')` where either is there but cannot be listed.
 */
export function resolveRoots(config: { home: string; resultsDirectory: string }): Roots {
  const home = resolveReadable(config.home, 'home', 'TRINITAS_HOME or --home')
  if (home === null) {
    throw new AppError(
      'home_unreadable',
      `There is no Trinitas home at ${config.home}. Name another with TRINITAS_HOME or --home.`,
      { path: config.home },
    )
  }
  const resultsDirectory =
    resolveReadable(config.resultsDirectory, 'results directory', 'TRINITAS_RESULTS_DIR or --results-dir') ??
    config.resultsDirectory
  return { home, resultsDirectory }
}

function resolveReadable(path: string, what: string, settings: string): string | null {
  try {
    const resolved = realpathSync(path)
    // The trailing separator makes anything but a directory fail with ENOTDIR.
    accessSync(`${resolved}/`, constants.R_OK | constants.X_OK)
    return resolved
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
    if (code === 'ENOENT' && !isLink) return null
    throw new AppError(
      'home_unreadable',
      `The ${what} ${path} cannot be read: ${reasonOf(code)}. Name another with ${settings}.`,
      {
        cause: error,
        path,
      },
    )
  }
}

function reasonOf(code: string): string {
  switch (code) {
    case 'ENOENT':
      return 'it is a symbolic link that leads nowhere'
    case 'ENOTDIR':
      return 'it is not a directory'
    case 'EACCES':
      return 'no permission'
    default:
      return code
  }
}
