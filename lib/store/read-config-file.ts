import { readFileSync, statSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'

/**
 * The text of a config file, `null` where there is none. Throws `AppError('config_invalid')` where it cannot be read, or
 * where somebody else may have written it.
 */
export function readConfigFile(path: string): string | null {
  try {
    requireTrusted(path)
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = systemErrorCode(error)
    if (error instanceof AppError || code === null) throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new AppError('config_invalid', `The config file ${path} cannot be read: ${code}.`, {
      cause: error,
      path,
    })
  }
}

/** Settings decide who may come in, so they are taken from this user and from the administrator alone. */
function requireTrusted(path: string): void {
  const stat = statSync(path)
  const isKnown = stat.uid === process.geteuid?.() || stat.uid === 0 || process.geteuid === undefined
  if (isKnown && (stat.mode & EVERYBODY_MAY_WRITE) === 0) return
  const why = isKnown ? 'may be written by everybody' : `belongs to user ${stat.uid}`
  throw new AppError(
    'config_invalid',
    `The config file ${path} ${why}: expected one of yours, with mode 600 or 644.`,
    { path },
  )
}

const EVERYBODY_MAY_WRITE = 0o002

/** Whether something is there that is no regular file: reading a pipe would wait for whoever writes to it. */
export function isNoRegularFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === false
  } catch (error) {
    // What is there then is said by whoever reads it.
    if (systemErrorCode(error) === null) throw error
    return false
  }
}

/** Another one each time that a file, or what a link leads to, is written, replaced, or given other rights. */
export function fileStamp(path: string): string {
  try {
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
    return stat === undefined ? 'none' : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ')
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    return code
  }
}
