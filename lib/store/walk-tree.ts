import { lstatSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'

export type TreeEntry =
  | { kind: 'file' | 'directory'; path: string; stat: Stats }
  /** It could not be looked at, and why. */
  | { kind: 'unseen'; path: string; reason: string }

/**
 * Everything below a directory, "" for itself, level by level from the top and by name, without following links. `skips`
 * names directories that are left out with all below them. Links, pipes and the like are passed over.
 */
export function* walkTree(root: string, skips: (path: string) => boolean): Generator<TreeEntry> {
  const waiting = ['']
  for (let at = 0; at < waiting.length; at += 1) {
    const directory = waiting[at] ?? ''
    const absolute = join(root, directory)
    yield* look(absolute, directory)
    const listing = listDirectory(absolute, statEntry(absolute))
    if (listing.kind === 'refused') yield { kind: 'unseen', path: directory, reason: listing.detail }
    if (listing.kind !== 'listed') continue
    for (const { name, kind } of sorted(listing.entries)) {
      const path = joinPath(directory, name)
      if (kind === 'unnameable') yield { kind: 'unseen', path, reason: UNNAMEABLE }
      else if (kind === 'file') yield* look(join(root, path), path)
      else if (kind === 'directory' && !skips(path)) waiting.push(path)
    }
  }
}

const UNNAMEABLE = 'Its name is not valid UTF-8, so its mode is unknown: rename it.'

const sorted = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1))

function* look(absolute: string, path: string): Generator<TreeEntry> {
  try {
    const stat = lstatSync(absolute, { throwIfNoEntry: false })
    if (stat?.isFile()) yield { kind: 'file', path, stat }
    else if (stat?.isDirectory()) yield { kind: 'directory', path, stat }
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    yield { kind: 'unseen', path, reason: `Looking at it failed with ${code}: its mode is unknown.` }
  }
}
