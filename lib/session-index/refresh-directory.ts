import type { DirectoryState } from '#lib/history/directory-rows.ts'
import { toRow } from '#lib/history/file-row.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { joinPath, splitPath } from '#lib/model/relative-path.ts'
import type { Area } from '#lib/model/run.ts'
import type { FilePlace } from '#lib/sessions/broken-record.ts'
import { emptyRecord } from '#lib/sessions/read-record.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { digestOf, readEntry, stampOf, withProblem } from './read-entry.ts'
import {
  entryContext,
  forgetDirectory,
  isUnchanged,
  putRecord,
  type RefreshContext,
  removeRow,
} from './refresh-context.ts'

/** Directories below an area: a session's own, and as much more as a person may have put between. */
const DEPTH_LIMIT = 8

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
      reportDirectory(context, area, directory, listing.code, listing.detail)
      return { below: [], changed: false }
    case 'listed':
      if (known) withdrawReport(context, directory)
      forgetVanished(context, directory, listing.entries)
      return refreshEntries(context, area, directory, listing.entries, known, modifiedAtMs)
  }
}

/** Brings a directory and all below it up to date. */
export function refreshBelow(context: RefreshContext, area: Area, directory: string): void {
  const waiting = [directory]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    waiting.push(...(refreshDirectory(context, area, next, { light: false }).below ?? []))
  }
}

/** Directories that were here and are no longer, with all that lay in them. */
function forgetVanished(context: RefreshContext, directory: string, entries: readonly Entry[]): void {
  const before = context.directories.childrenOf(directory)
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
  if (known === undefined) {
    const records = files.map((entry) => readEntry(entryContext(context), area, directory, entry))
    for (const record of records) if (record) putRecord(context, record, null)
    rememberDirectory(context, area, directory, { digest: digestUnlessWritten(files, records), modifiedAtMs })
    return { below, changed: files.length > 0 }
  }
  const stamps = files.map(({ name }) => stampOf(`${context.resultsDirectory}/${directory}/${name}`))
  if (known.digest !== '' && known.digest === digestOf(namesOf(files), stamps)) {
    if (known.modifiedAtMs !== modifiedAtMs)
      rememberDirectory(context, area, directory, { ...known, modifiedAtMs })
    return { below, changed: false }
  }
  const { records, changed } = compareRows(context, area, directory, files, stamps)
  rememberDirectory(context, area, directory, { digest: digestUnlessWritten(files, records), modifiedAtMs })
  return { below, changed }
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
    if (record) {
      changed = true
      putRecord(context, record, row)
    }
    return record
  })
  for (const gone of rows.values()) {
    // What was reported of a directory that cannot be listed stands among the rows of the one above.
    if (isReport(context, gone)) continue
    changed = true
    removeRow(context, gone)
  }
  return { records, changed }
}

/** A report of a directory has no stamp, and its directory is there or known. */
function isReport(context: RefreshContext, { inode, path }: FileRecord): boolean {
  return inode === 0 && statEntry(`${context.resultsDirectory}/${path}`).kind === 'directory'
}

const namesOf = (files: readonly Entry[]): string[] => files.map(({ name }) => name)

/** A file that is being written must be looked at again, whatever the others are like. */
function digestUnlessWritten(files: readonly Entry[], records: readonly (FileRecord | null)[]): string {
  return records.some((record) => record?.beingWritten) ? '' : digestOf(namesOf(files), records)
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
  if (directory.split('/').length < DEPTH_LIMIT) return below
  for (const path of below) {
    const detail = `More than ${DEPTH_LIMIT} directories below the results: it is not read.`
    reportDirectory(context, area, path, 'too_deep', detail)
  }
  return []
}

export function rememberDirectory(
  context: RefreshContext,
  area: Area,
  directory: string,
  state: DirectoryState,
): void {
  context.directories.set(directory, state)
  if (area !== 'temp' && area !== 'running') context.history.directories.put(directory, state)
}

function reportDirectory(
  context: RefreshContext,
  area: Area,
  path: string,
  code: ProblemCode,
  detail: string,
): void {
  const { directory, name } = splitPath(path)
  const place: FilePlace = { path, directory, name, area, kind: 'other' }
  // Once it can be listed again, the report must be withdrawn, though its files be as they were.
  if (context.directories.get(path)) rememberDirectory(context, area, path, { digest: '', modifiedAtMs: 0 })
  const before = context.history.files.get(directory, name)
  if (before?.problemCode === code) return
  const record = withProblem(emptyRecord(place, null), code, detail)
  context.history.files.put(toRow(record))
  context.onChange(record)
}

function withdrawReport(context: RefreshContext, path: string): void {
  const { directory, name } = splitPath(path)
  const report = context.history.files.get(directory, name)
  if (report) removeRow(context, report)
}
