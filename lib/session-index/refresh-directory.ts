import type { DirectoryState } from '#lib/history/directory-rows.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { joinPath, splitPath } from '#lib/model/relative-path.ts'
import { type Area, isLiveArea } from '#lib/model/run.ts'
import type { FilePlace } from '#lib/sessions/broken-record.ts'
import { emptyRecord } from '#lib/sessions/read-record.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { digestOf, isDeepest, readEntry, TOO_DEEP, withProblem } from './read-entry.ts'
import {
  entryContext,
  forgetDirectory,
  isUnchanged,
  mustLookAgain,
  putRecord,
  type RefreshContext,
  removeRow,
  withdrawReport,
} from './refresh-context.ts'

export type DirectoryRefresh = {
  /** Directories below this one, relative to the results directory; `null` where it was not listed. */
  below: string[] | null
  /** Whether anything differed from what was known. */
  changed: boolean
}

const NOTHING: DirectoryRefresh = { below: null, changed: false }

/**
 * Brings the rows of one directory up to date: a directory that is as it was costs one stat a file, a changed file one
 * read. With `light`, a directory whose own time is unchanged is not even listed, and what lies below it is unknown.
 */
export function refreshDirectory(
  context: RefreshContext,
  area: Area,
  directory: string,
  options: { light: boolean },
): DirectoryRefresh {
  const path = `${context.resultsDirectory}/${directory}`
  const known = context.directories.get(directory)
  const own = statEntry(path)
  const modifiedAtMs = own.kind === 'directory' ? own.modifiedAtMs : 0
  if (options.light && known && known.digest !== '' && known.modifiedAtMs === modifiedAtMs) return NOTHING
  const listing = listDirectory(path, own)
  switch (listing.kind) {
    case 'gone':
      return { below: [], changed: forgetDirectory(context, directory) }
    case 'refused':
      // What it holds is unknown, so the rows below it stay as they are.
      return { below: [], changed: reportDirectory(context, area, directory, listing.code, listing.detail) }
    case 'listed': {
      const healed = withdrawReport(context, directory)
      forgetVanished(context, directory, listing.entries)
      const refresh = refreshEntries(context, area, directory, listing.entries, known, modifiedAtMs)
      return { ...refresh, changed: refresh.changed || healed }
    }
  }
}

/** Brings a directory and all below it up to date. */
export function refreshBelow(context: RefreshContext, area: Area, directory: string): void {
  const waiting = [directory]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    waiting.push(...(refreshDirectory(context, area, next, { light: false }).below ?? []))
  }
}

/** Directories that were here and are no longer, with all that lay in them, and what was reported of any. */
function forgetVanished(context: RefreshContext, directory: string, entries: readonly Entry[]): void {
  const before = [...context.directories.childrenOf(directory), ...context.reports.below(directory)]
  if (before.length === 0) return
  const there = new Set(
    entries.filter(({ kind }) => kind === 'directory').map(({ name }) => `${directory}/${name}`),
  )
  for (const path of before) if (!there.has(path)) forgetDirectory(context, path)
}

function refreshEntries(
  context: RefreshContext,
  area: Area,
  directory: string,
  entries: readonly Entry[],
  known: DirectoryState | undefined,
  modifiedAtMs: number,
): DirectoryRefresh {
  const below = directoriesBelow(context, area, directory, entries)
  const files = entries.filter(({ kind }) => kind !== 'directory')
  const stats = files.map(({ name }) => statEntry(`${context.resultsDirectory}/${directory}/${name}`))
  // Of the files of a directory that may be listed and not entered nothing is known, whatever was before.
  if (stats.some(({ kind }) => kind === 'refused')) return reportClosed(context, area, directory)
  const stamps = stats.map((stat) => ('inode' in stat ? stat : null))
  if (known && known.digest !== '' && known.digest === digestOf(namesOf(files), stamps)) {
    if (known.modifiedAtMs !== modifiedAtMs)
      rememberDirectory(context, area, directory, { ...known, modifiedAtMs })
    return { below, changed: false }
  }
  const { records, changed } = compareRows(context, area, directory, files, stamps)
  rememberDirectory(context, area, directory, { digest: digestUnlessWritten(files, records), modifiedAtMs })
  return { below, changed }
}

function reportClosed(context: RefreshContext, area: Area, directory: string): DirectoryRefresh {
  const detail = 'This directory may be listed but not entered: what its files hold is unknown.'
  return { below: [], changed: reportDirectory(context, area, directory, 'no_permission', detail) }
}

/** Reads what differs from its row, and removes the rows of what is gone. */
function compareRows(
  context: RefreshContext,
  area: Area,
  directory: string,
  files: readonly Entry[],
  stamps: readonly (FileStamp | null)[],
): { records: (FileRecord | null)[]; changed: boolean } {
  const rows = new Map(context.history.files.inDirectory(directory).map((row) => [row.name, row]))
  let changed = false
  const records = files.map((entry, at) => {
    const row = rows.get(entry.name) ?? null
    rows.delete(entry.name)
    const stamp = stamps[at] ?? null
    if (row && stamp && isUnchanged(row, stamp)) return row
    const record = readEntry(entryContext(context), area, directory, entry)
    if (record && putRecord(context, record, row)) changed = true
    return record
  })
  for (const gone of rows.values()) {
    // What is reported of a directory below stands among the rows of the one above, until it is withdrawn.
    if (gone.kind === 'directory') continue
    changed = true
    removeRow(context, gone)
  }
  return { records, changed }
}

const namesOf = (files: readonly Entry[]): string[] => files.map(({ name }) => name)

/** None where a file must be looked at again, whatever the others are like. */
function digestUnlessWritten(files: readonly Entry[], records: readonly (FileRecord | null)[]): string {
  return records.some((record) => record && mustLookAgain(record)) ? '' : digestOf(namesOf(files), records)
}

function directoriesBelow(
  context: RefreshContext,
  area: Area,
  directory: string,
  entries: readonly Entry[],
): string[] {
  const below = entries
    .filter(({ kind }) => kind === 'directory')
    .map(({ name }) => joinPath(directory, name))
  if (!isDeepest(directory)) return below
  for (const path of below) reportDirectory(context, area, path, 'too_deep', TOO_DEEP)
  return []
}

export function rememberDirectory(
  context: RefreshContext,
  area: Area,
  directory: string,
  state: DirectoryState,
): void {
  context.directories.set(directory, state)
  if (!isLiveArea(area)) context.history.directories.put(directory, state)
}

/** False where the same was reported before. */
function reportDirectory(
  context: RefreshContext,
  area: Area,
  path: string,
  code: ProblemCode,
  detail: string,
): boolean {
  const { directory, name } = splitPath(path)
  const place: FilePlace = { path, directory, name, area, kind: 'directory' }
  // Once it can be listed again, its files must be compared, though they look as they did.
  if (context.directories.get(path)) rememberDirectory(context, area, path, { digest: '', modifiedAtMs: 0 })
  const report = { ...withProblem(emptyRecord(place, null), code, detail), kind: place.kind }
  context.reports.add(path)
  return putRecord(context, report, context.history.files.get(directory, name))
}
