import { hash } from 'node:crypto'
import type { DirectoryState } from '#lib/history/directory-rows.ts'
import type { History } from '#lib/history/history.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import type { Area } from '#lib/model/run.ts'
import { classifyFile } from '#lib/sessions/classify-file.ts'
import { emptyRecord, type FilePlace, toFileRecord } from '#lib/sessions/read-record.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { readTextFile } from '#lib/store/read-file.ts'
import type { KnownDirectories } from './known-directories.ts'

/** Directories below an area: a session's own, and as much more as a person may have put between. */
const DEPTH_LIMIT = 8

export type FileChanges = {
  /** Called for each record that is new or read again, and with the record that went. */
  onChange(record: FileRecord): void
}

export type RefreshContext = FileChanges & {
  resultsDirectory: string
  history: History
  /** What each directory held when it was last read. An empty digest means: rows exist, compare them all. */
  directories: KnownDirectories
  now: () => number
  settleMs: number
}

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
      return forgetDirectory(context, directory)
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
  const below = entries.filter(({ kind }) => kind === 'directory').map(({ name }) => `${directory}/${name}`)
  const tooDeep = directory.split('/').length >= DEPTH_LIMIT
  for (const path of tooDeep ? below : []) {
    reportDirectory(
      context,
      area,
      path,
      'too_deep',
      `More than ${DEPTH_LIMIT} directories below the results: it is not read.`,
    )
  }
  const files = entries.filter(({ kind }) => kind !== 'directory')
  const stamps = known
    ? files.map(({ name }) => stampOf(`${context.resultsDirectory}/${directory}/${name}`))
    : null
  if (known && stamps && known.digest !== '' && known.digest === digestOf(files, stamps)) {
    return { below: tooDeep ? [] : below, changed: false }
  }
  const rows = new Map(
    known ? context.history.files.inDirectory(directory).map((row) => [row.path, row]) : [],
  )
  const seen: (FileStamp | null)[] = []
  let beingWritten = false
  let changed = false
  for (const [at, entry] of files.entries()) {
    const path = `${directory}/${entry.name}`
    const row = rows.get(path)
    rows.delete(path)
    const stamp = stamps?.[at] ?? null
    const record = row && stamp && isUnchanged(row, stamp) ? row : readEntry(context, area, directory, entry)
    beingWritten ||= record?.beingWritten ?? false
    seen.push(record)
    if (record && record !== row) {
      changed = true
      context.history.files.put(record)
      context.onChange(row && row.sessionId !== record.sessionId ? row : record)
      if (row && row.sessionId !== record.sessionId) context.onChange(record)
    }
  }
  for (const gone of rows.values()) {
    changed = true
    remove(context, gone)
  }
  const state = { digest: beingWritten ? '' : digestOf(files, seen), modifiedAtMs }
  context.directories.set(directory, state)
  if (area !== 'temp' && area !== 'running') context.history.directories.put(directory, state)
  return { below: tooDeep ? [] : below, changed }
}

/** Brings the row of one file up to date, after an event named it. One changed file costs one read. */
export function refreshFile(
  context: RefreshContext,
  area: Area,
  directory: string,
  name: string,
): 'file' | 'directory' {
  const path = `${directory}/${name}`
  const stat = statEntry(`${context.resultsDirectory}/${path}`)
  if (stat.kind === 'directory') return 'directory'
  const row = context.history.files.get(directory, name)
  if (stat.kind === 'gone') {
    if (row) remove(context, row)
    // It may have been a directory: then all that lay in it is gone too.
    forgetDirectory(context, path)
  } else if (!row || !('inode' in stat) || !isUnchanged(row, stat)) {
    const kind = stat.kind === 'refused' ? 'other' : stat.kind
    const record = readEntry(context, area, directory, { name, kind })
    if (record) {
      context.history.files.put(record)
      if (row && row.sessionId !== record.sessionId) context.onChange(row)
      context.onChange(record)
    }
  }
  markDirty(context, area, directory)
  return 'file'
}

function markDirty(context: RefreshContext, area: Area, directory: string): void {
  const state = context.directories.get(directory)
  if (state?.digest === '') return
  const dirty = { digest: '', modifiedAtMs: 0 }
  context.directories.set(directory, dirty)
  if (area !== 'temp' && area !== 'running') context.history.directories.put(directory, dirty)
}

function readEntry(context: RefreshContext, area: Area, directory: string, entry: Entry): FileRecord | null {
  const path = `${directory}/${entry.name}`
  const absolute = `${context.resultsDirectory}/${path}`
  const kind = classifyFile(area, entry.name)
  const place: FilePlace = { path, directory, name: entry.name, area, kind: kind ?? 'other' }
  if (entry.kind === 'unnameable') {
    return withProblem(emptyRecord(place, null), 'unreadable', 'Its name is not valid UTF-8: rename it.')
  }
  if (kind === null || kind === 'summary') return listed(place, stampOf(absolute), entry)
  return toFileRecord(place, readTextFile(absolute), {
    nowMs: context.now(),
    settleMs: context.settleMs,
    isKnownId: context.history.summaries.knowsSession,
  })
}

/** A file whose content says nothing to us still counts by its size; a link or a pipe is a problem anywhere. */
function listed(place: FilePlace, stamp: FileStamp | null, entry: Entry): FileRecord | null {
  if (stamp === null) return null
  const record = emptyRecord(place, stamp)
  if (entry.kind === 'symlink')
    return withProblem(record, 'symlink', 'A symbolic link, which is not followed.')
  if (entry.kind === 'other') return withProblem(record, 'not_a_regular_file', 'Expected a regular file.')
  if (place.kind === 'summary') record.sessionId = place.name.replace(/_summary\.md$/, '')
  return record
}

function withProblem(record: FileRecord, code: ProblemCode, detail: string): FileRecord {
  record.problemCode = code
  record.problemDetail = detail
  record.kind = 'other'
  return record
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
  const before = context.history.files.get(directory, name)
  if (before?.problemCode === code) return
  const record = withProblem(emptyRecord(place, null), code, detail)
  context.history.files.put(record)
  context.onChange(record)
}

/** An area itself lies in the directory "". */
export function splitPath(path: string): { directory: string; name: string } {
  const cut = path.lastIndexOf('/')
  return { directory: path.slice(0, Math.max(0, cut)), name: path.slice(cut + 1) }
}

function withdrawReport(context: RefreshContext, path: string): void {
  const { directory, name } = splitPath(path)
  const report = context.history.files.get(directory, name)
  if (report) remove(context, report)
}

function forgetDirectory(context: RefreshContext, directory: string): DirectoryRefresh {
  const paths = context.directories.withAllBelow(directory)
  for (const path of paths) {
    for (const row of context.history.files.inDirectory(path)) remove(context, row)
    context.directories.delete(path)
    context.history.directories.remove(path)
  }
  return { below: [], changed: paths.length > 0 }
}

function remove(context: RefreshContext, row: FileRecord): void {
  context.history.files.remove(row.directory, row.name)
  context.onChange(row)
}

function stampOf(path: string): FileStamp | null {
  const stat = statEntry(path)
  return 'inode' in stat ? stat : null
}

function isUnchanged(row: FileRecord, stamp: FileStamp): boolean {
  return (
    !row.beingWritten &&
    row.sizeBytes === stamp.sizeBytes &&
    row.modifiedAtMs === stamp.modifiedAtMs &&
    row.inode === stamp.inode
  )
}

function digestOf(files: readonly Entry[], stamps: readonly (FileStamp | null)[]): string {
  let text = ''
  for (const [at, { name }] of files.entries()) {
    const stamp = stamps[at]
    text += `${name}\0${stamp?.sizeBytes}\0${stamp?.modifiedAtMs}\0${stamp?.inode}\n`
  }
  return hash('sha1', text, 'base64')
}
