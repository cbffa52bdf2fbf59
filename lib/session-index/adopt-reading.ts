import type { Area } from '#lib/model/run.ts'
import type { PlainReading } from './read-plain-directory.ts'
import { type RefreshContext, withdrawReport } from './refresh-context.ts'
import { rememberDirectory } from './refresh-directory.ts'

/** Puts the files of a directory that nothing was known of into the history, and the session that they make. */
export function adoptReading(
  context: RefreshContext,
  area: Area,
  directory: string,
  reading: PlainReading,
): void {
  for (const row of reading.rows) {
    row[0] = directory
    row[4] = reading.summary.session.id
    context.history.files.add(row)
  }
  withdrawReport(context, directory)
  context.onSummary(reading.summary, reading.rows)
  rememberDirectory(context, area, directory, reading.state)
}
