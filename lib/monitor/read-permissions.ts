import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import { ITEMS_LIMIT } from '#lib/issues/make-issue.ts'
import type { Permissions } from '#lib/model/issue-evidence.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'

/** Bits of a mode that give a group or everybody any right. */
const OPEN_TO_OTHERS = 0o077

/**
 * What in the results tree others than its owner have any right to. Levels are walked from the top, without following
 * links; what the product itself puts there, under names with a dot, lies in directories of mode 700.
 */
export function readPermissions(resultsDirectory: string): Permissions {
  const permissions: Permissions = { shown: [], files: 0, directories: 0, unseen: [] }
  // Elsewhere, rights are not in a mode.
  if (process.geteuid === undefined || statEntry(resultsDirectory).kind === 'gone') return permissions
  const waiting = ['']
  note(permissions, resultsDirectory, '', 'directory')
  for (let at = 0; at < waiting.length; at += 1) {
    const directory = waiting[at] ?? ''
    const path = join(resultsDirectory, directory)
    const listing = listDirectory(path, statEntry(path))
    if (listing.kind === 'refused')
      permissions.unseen.push({ path: directory === '' ? path : directory, reason: listing.detail })
    if (listing.kind !== 'listed') continue
    for (const { name, kind } of sorted(listing.entries)) {
      if (directory === '' && name.startsWith('.')) continue
      const below = joinPath(directory, name)
      if (kind === 'unnameable') permissions.unseen.push({ path: below, reason: UNNAMEABLE })
      if (kind !== 'file' && kind !== 'directory') continue
      note(permissions, resultsDirectory, below, kind)
      if (kind === 'directory') waiting.push(below)
    }
  }
  return permissions
}

const UNNAMEABLE = 'Its name is not valid UTF-8, so its mode is unknown: rename it.'

const sorted = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1))

function note(permissions: Permissions, root: string, below: string, what: 'file' | 'directory'): void {
  const absolute = join(root, below)
  const path = below === '' ? absolute : below
  try {
    const stat = lstatSync(absolute, { throwIfNoEntry: false })
    if (stat === undefined || stat.isSymbolicLink() || (stat.mode & OPEN_TO_OTHERS) === 0) return
    permissions[what === 'file' ? 'files' : 'directories'] += 1
    if (permissions.shown.length < ITEMS_LIMIT)
      permissions.shown.push({ path, what, mode: stat.mode & 0o7777, sizeBytes: stat.size })
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    permissions.unseen.push({ path, reason: `Looking at it failed with ${code}: its mode is unknown.` })
  }
}
