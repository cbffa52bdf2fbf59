import type { Area } from '#lib/model/run.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { readEntry } from './read-entry.ts'
import {
  entryContext,
  forgetDirectory,
  isUnchanged,
  putRecord,
  type RefreshContext,
  removeRow,
} from './refresh-context.ts'
import { rememberDirectory } from './refresh-directory.ts'

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
    if (row) removeRow(context, row)
    // It may have been a directory: then all that lay in it is gone too.
    forgetDirectory(context, path)
  } else if ('inode' in stat && !(row && isUnchanged(row, stat))) {
    const record = readEntry(entryContext(context), area, directory, { name, kind: stat.kind })
    if (record) putRecord(context, record, row)
  }
  markDirty(context, area, directory)
  return 'file'
}

/** The directory is no longer as its digest says. */
function markDirty(context: RefreshContext, area: Area, directory: string): void {
  if (context.directories.get(directory)?.digest === '') return
  rememberDirectory(context, area, directory, { digest: '', modifiedAtMs: 0 })
}
