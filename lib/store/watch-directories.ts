import { type FSWatcher, watch } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import { statEntry } from './list-directory.ts'

export type DirectoryWatch = {
  /** Watches an absolute directory, once; nothing happens where it does not exist or is watched already. */
  add(directory: string): void
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
  const watchers = new Map<string, { watcher: FSWatcher; inode: number }>()
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
    const stat = statEntry(directory)
    const before = watchers.get(directory)
    if (stat.kind !== 'directory' || before?.inode !== stat.inode) drop(directory)
    if (stat.kind !== 'directory' || watchers.has(directory) || lost) return
    try {
      const watcher = watch(directory, (_event, name) => listener.onEvent(directory, name))
      watcher.on('error', (error) => fail(error, directory))
      watchers.set(directory, { watcher, inode: stat.inode })
    } catch (error) {
      fail(error, directory)
    }
  }
  return {
    add,
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
