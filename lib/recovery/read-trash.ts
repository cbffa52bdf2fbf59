import { join } from 'node:path'
import type { TrashEntry } from '#lib/model/recovery.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { TRASH } from './steps.ts'

/** A file or an empty or full directory in the trash, by its path below the results directory. */
export type TrashedFile = { path: string; stamp: { sizeBytes: number; modifiedAtMs: number; inode: number } }
export type TrashContent = TrashEntry & { content: TrashedFile[]; directories: string[]; strange: string[] }

/** What every operation put into the trash that still lies there, the newest first. */
export function readTrash(root: string): TrashContent[] {
  const path = join(root, TRASH)
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind !== 'listed') return []
  return listing.entries
    .filter(({ kind, name }) => kind === 'directory' && !name.startsWith('.'))
    .map(({ name }) => readEntry(root, name))
    .filter(({ files, strange }) => files > 0 || strange.length > 0)
    .sort((a, b) => b.trashedAtMs - a.trashedAtMs || (a.id < b.id ? 1 : -1))
}

function readEntry(root: string, id: string): TrashContent {
  const content: TrashedFile[] = []
  const directories: string[] = []
  const strange: string[] = []
  const walk = (directory: string): void => {
    directories.push(directory)
    const path = join(root, directory)
    const listing = listDirectory(path, statEntry(path))
    if (listing.kind !== 'listed') return void strange.push(directory)
    for (const { name, kind } of listing.entries) {
      const below = `${directory}/${name}`
      const stat = statEntry(join(root, below))
      if (kind === 'directory') walk(below)
      else if (kind === 'file' && stat.kind === 'file') content.push({ path: below, stamp: stampOf(stat) })
      else strange.push(below)
    }
  }
  walk(`${TRASH}/${id}`)
  const own = statEntry(join(root, TRASH, id))
  return {
    id,
    trashedAtMs: own.kind === 'directory' ? own.modifiedAtMs : 0,
    files: content.length,
    sizeBytes: content.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
    content,
    directories,
    strange,
  }
}

const stampOf = ({ sizeBytes, modifiedAtMs, inode }: TrashedFile['stamp']): TrashedFile['stamp'] => ({
  sizeBytes,
  modifiedAtMs,
  inode,
})
