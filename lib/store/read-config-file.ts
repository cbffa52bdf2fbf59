import { readFileSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'

/** The text of a config file, `null` where there is none. Throws `AppError('config_invalid')` where it cannot be read. */
export function readConfigFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new AppError('config_invalid', `The config file ${path} cannot be read: ${code}.`, {
      cause: error,
      path,
    })
  }
}
