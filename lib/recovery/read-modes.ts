import type { Stats } from 'node:fs'
import { join, relative } from 'node:path'
import type { RootName } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { type TreeEntry, walkTree } from '#lib/store/walk-tree.ts'
import { QUARANTINE, type Roots, TRASH } from './steps.ts'
import { STAGING } from './workshop.ts'

/** Bits of a mode that give a group or everybody any right. */
export const OPEN_TO_OTHERS = 0o077

export type ReadModesOptions = Roots & {
  /** Files that agents are writing, below the results directory. */
  activeFiles: ReadonlySet<string>
}

/** What others than its owner have a right to. */
export type LooseEntry = {
  root: RootName
  /** Below its root, "" for the root itself. */
  path: string
  what: 'file' | 'directory'
  mode: number
  stamp: ReturnType<typeof stampFrom>
  userId: number
  /** Names that it has: another one may lie anywhere. */
  links: number
  /** Of a file that an agent is writing: whether others get through to it. */
  atWork: 'reachable' | 'behind_closed' | null
}

/**
 * What in the results tree and in the home others have any right to. What the product itself keeps lies in directories of
 * mode 700, and its databases are not even opened.
 */
export function* walkLoose(
  options: ReadModesOptions,
): Generator<LooseEntry | (Extract<TreeEntry, { kind: 'unseen' }> & { root: RootName })> {
  // Elsewhere, rights are not in a mode.
  if (process.geteuid === undefined) return
  const { home, root, activeFiles } = options
  const closed = new Set<string>()
  const isOwn = (path: string): boolean => path.startsWith('.') && !path.includes('/')
  for (const entry of walkTree(root, isOwn)) {
    if (entry.kind === 'directory' && (entry.stat.mode & OPEN_TO_OTHERS) === 0) closed.add(entry.path)
    if (entry.kind === 'unseen') yield { ...entry, root: 'results' }
    else if (isLoose(entry.stat)) {
      const isBehind = closed.has(splitPath(entry.path).directory)
      const atWork = activeFiles.has(entry.path) ? (isBehind ? 'behind_closed' : 'reachable') : null
      yield looseOf(entry, 'results', atWork)
    }
  }
  const skipped = new Set([relative(home, root), 'monitor', TRASH, QUARANTINE, STAGING])
  for (const entry of walkTree(home, (path) => skipped.has(path)))
    if (entry.kind === 'unseen') yield { ...entry, root: 'home' }
    else if (isLoose(entry.stat)) yield looseOf(entry, 'home', null)
}

/** All of them, to be handed from a thread. */
export function readModes(options: ReadModesOptions): {
  loose: LooseEntry[]
  unseen: { path: string; reason: string }[]
} {
  const loose: LooseEntry[] = []
  const unseen: { path: string; reason: string }[] = []
  for (const entry of walkLoose(options)) {
    if ('kind' in entry)
      unseen.push({
        path: join(entry.root === 'home' ? options.home : options.root, entry.path),
        reason: entry.reason,
      })
    else loose.push(entry)
  }
  return { loose, unseen }
}

const isLoose = ({ mode }: Stats): boolean => (mode & OPEN_TO_OTHERS) !== 0

function looseOf(
  { kind, path, stat }: Exclude<TreeEntry, { kind: 'unseen' }>,
  root: RootName,
  atWork: LooseEntry['atWork'],
): LooseEntry {
  return {
    root,
    path,
    what: kind,
    mode: stat.mode & 0o7777,
    stamp: stampFrom(stat),
    userId: stat.uid,
    links: stat.nlink,
    atWork,
  }
}
