import { toRow } from '#lib/history/file-row.ts'
import type { History } from '#lib/history/history.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import { isLiveArea } from '#lib/model/run.ts'
import { correctDuplicates } from '#lib/sessions/duplicate-files.ts'
import { ownFiles, type SummaryContext, summarizeSession } from '#lib/sessions/summarize-session.ts'
import type { AgentWatch } from './agent-watch.ts'
import type { FreshFiles } from './fresh-files.ts'

export type SessionUpdate = {
  history: History
  /** Live sessions, and when each turns stale by the clock alone; epoch milliseconds. */
  staleAt: Map<string, number>
  /** Files of sessions that were never seen before, so that the database need not be asked for them. */
  fresh: FreshFiles | null
  agents: AgentWatch
}

/** Writes the row of each session anew from its files: into memory while it is live, on disk what is finished of it. */
export function updateSessions(update: SessionUpdate, ids: Iterable<string>, context: SummaryContext): void {
  for (const id of ids) {
    const files = update.fresh?.take(id) ?? update.history.files.ofSession(id)
    for (const record of correctDuplicates(files)) update.history.files.put(toRow(record))
    const finished = files.filter((file) => !isLive(file))
    writeLive(update, id, finished.length === files.length ? [] : files, context)
    writeFinished(update, id, finished, context)
  }
}

function writeLive(
  { history, staleAt, agents }: SessionUpdate,
  id: string,
  files: FileRecord[],
  context: SummaryContext,
): void {
  agents.follow(id, files.length === 0 ? [] : ownFiles(files))
  const summary = summarizeSession(id, files, context)
  if (summary === null) {
    if (staleAt.delete(id)) history.sessions.remove('live_sessions', id)
    return
  }
  const { session, searchText } = summary
  history.sessions.put('live_sessions', session, searchText)
  staleAt.set(
    id,
    session.state === 'active' ? session.lastActivityAtMs + context.activeWindowMs : Number.POSITIVE_INFINITY,
  )
}

function writeFinished(
  { history }: SessionUpdate,
  id: string,
  files: FileRecord[],
  context: SummaryContext,
): void {
  const summary = summarizeSession(id, files, context)
  if (summary) history.sessions.put('sessions', summary.session, summary.searchText)
  else history.sessions.remove('sessions', id)
}

const isLive = (file: FileRecord): boolean => isLiveArea(file.area)
