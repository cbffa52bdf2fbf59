import { join } from 'node:path'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { RootName } from '#lib/model/plan.ts'
import type { TrashEntry } from '#lib/model/recovery.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { type Roots, rootOf, TRASH } from './steps.ts'

/** By its path below the results directory. */
type TrashedFile = { path: string; stamp: FileStamp }
export type TrashedEntry = Omit<TrashEntry, 'expired'>
export type TrashContent = {
  entry: TrashedEntry
  /** What the paths are below, and the name of the operation's directory there. */
  root: RootName
  directory: string
  files: TrashedFile[]
  directories: string[]
  /** What is neither, or could not be listed. */
  strange: string[]
}

/** What every operation put into the trash that still lies there, the newest first. */
export function readTrash(roots: Roots): TrashContent[] {
  return (['results', 'home'] as const)
    .flatMap((name) => readTrashOf(rootOf(roots, { root: name }), name))
    .sort(({ entry: a }, { entry: b }) => b.trashedAtMs - a.trashedAtMs || (a.id < b.id ? 1 : -1))
}

function readTrashOf(root: string, rootName: RootName): TrashContent[] {
  const path = join(root, TRASH)
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind !== 'listed') return []
  return listing.entries
    .filter(({ kind, name }) => kind === 'directory' && !name.startsWith('.'))
    .map(({ name }) => readEntry(root, rootName, name))
    .filter(({ files, strange }) => files.length > 0 || strange.length > 0)
}

function readEntry(root: string, rootName: RootName, id: string): TrashContent {
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
  const entry: TrashedEntry = {
    // An operation may have taken something from both.
    id: rootName === 'home' ? `${id}${OF_HOME}` : id,
    trashedAtMs: own.kind === 'directory' ? own.modifiedAtMs : 0,
    files: files.length,
    sizeBytes: files.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
  }
  return { entry, root: rootName, directory: id, files, directories, strange }
}

const OF_HOME = '.home'

const stampOf = ({ sizeBytes, modifiedAtMs, inode }: FileStamp): FileStamp => ({
  sizeBytes,
  modifiedAtMs,
  inode,
})
