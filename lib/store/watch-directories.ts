import { type FSWatcher, lstatSync, watch } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'

export type DirectoryWatch = {
  /** Watches an absolute directory, once; nothing happens where it does not exist or is watched already. */
  add(directory: string): void
  /** As `add`, and begins anew where it is watched: another directory may have taken its name, and even its number. */
  renew(directory: string): void
  /** Watches these and no others. */
  keepOnly(directories: readonly string[]): void
  has(directory: string): boolean
  close(): void
}

export type WatchListener = {
  /** Something changed in `directory`: read `name` again, or the whole directory where `name` is null. */
  onEvent(directory: string, name: string | null): void
  /** Changes will be missed from now on; `reason` is a sentence. */
  onLost(reason: string): void
}

/**
 * Watches directories, not files: each costs one watch of the system however many files it holds. An event says only
 * where to look. A watch whose directory was removed or replaced is dropped, so that `add` can set it anew.
 */
export function watchDirectories(listener: WatchListener): DirectoryWatch {
  const watchers = new Map<string, { watcher: FSWatcher; identity: string }>()
  let lost = false
  const drop = (directory: string): void => {
    watchers.get(directory)?.watcher.close()
    watchers.delete(directory)
  }
  const fail = (error: unknown, directory: string): void => {
    drop(directory)
    const code = systemErrorCode(error)
    if (code === null) throw error
    if (GONE.has(code) || lost) return
    lost = true
    listener.onLost(reasonFor(code))
  }
  const add = (directory: string): void => {
    const identity = identityOf(directory)
    const before = watchers.get(directory)
    if (identity === null || before?.identity !== identity) drop(directory)
    if (identity === null || watchers.has(directory) || lost) return
    try {
      const watcher = watch(directory, (_event, name) => listener.onEvent(directory, name))
      watcher.on('error', (error) => fail(error, directory))
      watchers.set(directory, { watcher, identity })
    } catch (error) {
      fail(error, directory)
    }
  }
  return {
    add,
    renew(directory) {
      drop(directory)
      add(directory)
    },
    keepOnly(directories) {
      const wanted = new Set(directories)
      for (const directory of [...watchers.keys()]) if (!wanted.has(directory)) drop(directory)
      for (const directory of directories) add(directory)
    },
    has: (directory) => watchers.has(directory),
    close() {
      for (const directory of [...watchers.keys()]) drop(directory)
    },
  }
}

/** The number of a directory that was removed is soon given to another, which was born later. */
function identityOf(directory: string): string | null {
  try {
    const stat = lstatSync(directory, { throwIfNoEntry: false })
    return stat?.isDirectory() ? `${stat.ino} ${stat.birthtimeMs}` : null
  } catch (error) {
    const code = systemErrorCode(error)
    if (code !== null && GONE.has(code)) return null
    throw error
  }
}

/** A directory that went, or that cannot be listed, has nothing to report; the scan says what became of it. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'])

function reasonFor(code: string): string {
  switch (code) {
    case 'ENOSPC':
      return 'The system has no inotify watches left (raise fs.inotify.max_user_watches).'
    case 'EMFILE':
      return 'The system has no inotify instances or file descriptors left (raise fs.inotify.max_user_instances).'
    default:
      return `The system does not report changes here (${code}).`
  }
}
