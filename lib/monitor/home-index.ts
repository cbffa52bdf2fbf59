import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { createHistory, type History } from '#lib/history/history.ts'
import type { HistoryKeeping } from '#lib/history/open-history.ts'
import type { ResultFeed } from '#lib/history/result-feed.ts'
import type { MonitorStatus, WatchState } from '#lib/model/live.ts'
import { readAhead } from '#lib/session-index/read-ahead.ts'
import { createSessionIndex, type SessionIndex } from '#lib/session-index/session-index.ts'
import { databaseName } from './database-name.ts'
import { createQueries, type Queries } from './queries.ts'

/** What a thread needs to watch a home. Plain values, so that it can be handed to a worker. */
export type HomeIndexOptions = {
  config: Config
  /** Resolved already. */
  home: string
  resultsDirectory: string
  sampleFor: string | null
  keeping: HistoryKeeping
  /** Why the history cannot be written, once that was found out. */
  unwritable: string | null
}

export type HomeIndex = {
  history: History
  index: SessionIndex
  queries: Queries
  /** Set by whoever watches. */
  watch: WatchState
  missedChanges: number
  /** The number of the last batch of changes. */
  revision: number
  /** Judges by these settings from now on. */
  reconfigure(config: Config): void
}

/**
 * Opens the history of a home and composes index and queries over it. Nothing is scanned yet. With `tell`, whoever keeps
 * results hears what becomes of them.
 */
export function openHomeIndex(options: HomeIndexOptions, tell: ResultFeed | null = null): HomeIndex {
  const { home, resultsDirectory, sampleFor, keeping, unwritable } = options
  let { config } = options
  const now = Date.now
  const { activeWindowMs, settleMs } = config
  // Its thread starts while the database is opened.
  const reader = readAhead({ resultsDirectory, settleMs })
  const history = createHistory(
    {
      directory: join(home, 'monitor'),
      fileName: databaseName('history', home, resultsDirectory),
      keeping,
      unwritable,
      now: () => new Date(now()),
    },
    tell,
  )
  const index = createSessionIndex(history, { resultsDirectory, activeWindowMs, settleMs, now, reader })
  const status = (): MonitorStatus => ({
    home,
    resultsDirectory,
    sampleFor,
    scan: index.scanState(),
    watch: homeIndex.watch,
    missedChanges: homeIndex.missedChanges,
    historyNotice: history.notice,
    revision: homeIndex.revision,
  })
  const homeIndex: HomeIndex = {
    history,
    index,
    queries: createQueries({
      history,
      resultsDirectory,
      activeWindowMs: () => config.activeWindowMs,
      now,
      status,
    }),
    watch: { mode: 'events', reason: null },
    missedChanges: 0,
    // A later start goes on where no earlier one has been, so that nobody takes its batches for the ones that follow.
    revision: now(),
    reconfigure(next) {
      config = next
      index.reconfigure(next)
    },
  }
  return homeIndex
}
