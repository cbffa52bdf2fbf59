import { join } from 'node:path'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { TrashEntry } from '#lib/model/recovery.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { TRASH } from './steps.ts'

/** By its path below the results directory. */
type TrashedFile = { path: string; stamp: FileStamp }
export type TrashContent = {
  entry: TrashEntry
  files: TrashedFile[]
  directories: string[]
  /** What is neither, or could not be listed. */
  strange: string[]
}

/** What every operation put into the trash that still lies there, the newest first. */
export function readTrash(root: string): TrashContent[] {
  const path = join(root, TRASH)
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind !== 'listed') return []
  return listing.entries
    .filter(({ kind, name }) => kind === 'directory' && !name.startsWith('.'))
    .map(({ name }) => readEntry(root, name))
    .filter(({ files, strange }) => files.length > 0 || strange.length > 0)
    .sort(({ entry: a }, { entry: b }) => b.trashedAtMs - a.trashedAtMs || (a.id < b.id ? 1 : -1))
}

function readEntry(root: string, id: string): TrashContent {
  const files: TrashedFile[] = []
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
      else if (kind === 'file' && stat.kind === 'file') files.push({ path: below, stamp: stampOf(stat) })
      else strange.push(below)
    }
  }
  walk(`${TRASH}/${id}`)
  const own = statEntry(join(root, TRASH, id))
  const entry: TrashEntry = {
    id,
    trashedAtMs: own.kind === 'directory' ? own.modifiedAtMs : 0,
    files: files.length,
    sizeBytes: files.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
  }
  return { entry, files, directories, strange }
}

const stampOf = ({ sizeBytes, modifiedAtMs, inode }: FileStamp): FileStamp => ({
  sizeBytes,
  modifiedAtMs,
  inode,
})
