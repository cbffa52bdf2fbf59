import { createHash } from 'node:crypto'
import { lstatSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { SettingsFile } from '#lib/model/settings-file.ts'
import { readTextFile } from '#lib/store/read-file.ts'

/** Where Claude Code keeps what belongs to its user. */
export type ClaudePlaces = {
  userHome: string
  /** Where its settings are, if it was told to keep them elsewhere; CLAUDE_CONFIG_DIR. */
  configDirectory: string | undefined
}

export const ownPlaces = (): ClaudePlaces => ({
  userHome: homedir(),
  configDirectory: process.env.CLAUDE_CONFIG_DIR,
})

/** What is longer, nobody writes by hand. */
const LIMIT_BYTES = 1024 * 1024

/** The path of the settings of a project, or with `null` of the user. */
export function settingsPath({ userHome, configDirectory }: ClaudePlaces, project: string | null): string {
  if (project !== null) return join(project, '.claude', 'settings.json')
  return join(configDirectory || join(userHome, '.claude'), 'settings.json')
}

/**
 * The settings at a path, links followed to where they really are. Throws `AppError('config_invalid')` where they cannot be
 * changed: a link that leads nowhere, what is no regular file, is not UTF-8 or belongs to somebody else.
 */
export function readSettingsFile(path: string): SettingsFile {
  const place = resolve(path)
  const file = join(place.directory, place.below)
  const reading = readTextFile(file, LIMIT_BYTES)
  switch (reading.kind) {
    case 'gone':
      return { path, ...place, state: null, text: '' }
    case 'ends':
      throw unusable(path, 'is longer than 1 MB')
    case 'refused':
      throw unusable(path, `cannot be changed: ${reading.detail.replace(/\.$/, '')}`)
    case 'whole': {
      const { mode, uid, mtimeMs } = statSync(file)
      requireOwner(path, uid)
      const bytes = Buffer.from(reading.text)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const state = { sha256, sizeBytes: bytes.length, mode: mode & 0o777, modifiedAtMs: mtimeMs }
      return { path, ...place, state, text: reading.text }
    }
  }
}

/** Whoever else owns it says what it holds, and a file that is made anew would be this user's. */
function requireOwner(path: string, uid: number): void {
  const user = process.geteuid?.()
  if (user !== undefined && user !== uid) throw unusable(path, `belongs to user ${uid}`)
}

function resolve(path: string): Pick<SettingsFile, 'directory' | 'below'> {
  const real = realPath(path)
  if (real !== null) return { directory: dirname(real), below: basename(real) }
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw unusable(path, 'is a symbolic link that leads nowhere')
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const above = realPath(directory)
    if (above === null && lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink())
      throw unusable(path, `cannot be reached: ${directory} is a symbolic link that leads nowhere`)
    if (above !== null) return { directory: above, below: relative(directory, path) }
    if (directory === dirname(directory)) throw unusable(path, 'has no directory above it')
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'ENOENT') return null
    if (code === null) throw error
    throw unusable(path, `cannot be reached (${code})`)
  }
}

function unusable(path: string, what: string): AppError {
  return new AppError('config_invalid', `${path} ${what}. Nothing was changed.`, { path })
}
