import { isUtf8 } from 'node:buffer'
import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'

export type Entry = {
  name: string
  kind: 'file' | 'directory' | 'symlink' | 'other' | 'unnameable'
}

export type Listing =
  | { kind: 'listed'; entries: Entry[] }
  | { kind: 'gone' }
  /** It is there, but what it holds is unknown: nothing may be concluded from that. */
  | { kind: 'refused'; code: ProblemCode; detail: string }

/** The entries of an absolute directory path, unsorted. `stat` is what `statEntry` says of the path: links are not followed. */
export function listDirectory(path: string, stat: Stat): Listing {
  if (stat.kind === 'gone') return stat
  if (stat.kind === 'symlink') {
    return {
      kind: 'refused',
      code: 'symlink',
      detail: 'A symbolic link to a directory, which is not followed.',
    }
  }
  if (stat.kind === 'file' || stat.kind === 'other') {
    return { kind: 'refused', code: 'not_a_regular_file', detail: 'Expected a directory.' }
  }
  try {
    return { kind: 'listed', entries: readEntries(path) }
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    if (code === 'ENOENT') return { kind: 'gone' }
    if (code === 'EACCES' || code === 'EPERM') {
      return {
        kind: 'refused',
        code: 'no_permission',
        detail: 'No permission to list this directory: what it holds is unknown.',
      }
    }
    return { kind: 'refused', code: 'unreadable', detail: `Listing this directory failed with ${code}.` }
  }
}

function readEntries(path: string): Entry[] {
  const dirents = readdirSync(path, { withFileTypes: true })
  const isNameable = nameableIn(
    path,
    dirents.map(({ name }) => name),
  )
  return dirents.map((dirent) => toEntry(dirent, isNameable))
}

/**
 * The names in what is known to be a directory; `null` where it cannot be listed. Quicker than `listDirectory`, for
 * whoever learns from opening them what they are.
 */
export function listNames(path: string): string[] | null {
  try {
    return readdirSync(path)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}

/**
 * Which names of a directory can be used. Bytes that are no UTF-8 arrive as replacement characters, and such a name
 * cannot be opened; where there is one, the bytes tell whether it is meant.
 */
function nameableIn(path: string, names: readonly string[]): (name: string) => boolean {
  if (!names.some((name) => name.includes('\uFFFD'))) return () => true
  const meant = new Set(
    readdirSync(path, { encoding: 'buffer' })
      .filter((bytes) => isUtf8(bytes))
      .map(String),
  )
  return (name) => !name.includes('\uFFFD') || meant.has(name)
}

function toEntry(dirent: Dirent, isNameable: (name: string) => boolean): Entry {
  const { name } = dirent
  if (!isNameable(name)) return { name, kind: 'unnameable' }
  if (dirent.isFile()) return { name, kind: 'file' }
  if (dirent.isDirectory()) return { name, kind: 'directory' }
  return { name, kind: dirent.isSymbolicLink() ? 'symlink' : 'other' }
}

export type Stat =
  | ({ kind: 'file' | 'directory' | 'symlink' | 'other' } & FileStamp)
  | { kind: 'gone' }
  | { kind: 'refused'; code: string }

/** A time beyond what a date can be is possible on a file system, and must not be in anything that is printed. */
const TIME_LIMIT_MS = 8.6e15

export function stampFrom(stat: Stats): FileStamp {
  const modifiedAtMs = Math.max(-TIME_LIMIT_MS, Math.min(TIME_LIMIT_MS, stat.mtimeMs))
  return { sizeBytes: stat.size, modifiedAtMs, inode: stat.ino }
}

/** What an absolute path is, without following a symlink at its end. */
export function statEntry(path: string): Stat {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (stat === undefined) return { kind: 'gone' }
    const kind = stat.isFile()
      ? 'file'
      : stat.isDirectory()
        ? 'directory'
        : stat.isSymbolicLink()
          ? 'symlink'
          : 'other'
    return { kind, ...stampFrom(stat) }
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    return code === 'ENOTDIR' ? { kind: 'gone' } : { kind: 'refused', code }
  }
}
