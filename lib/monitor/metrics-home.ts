import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import type { FileRow } from '#lib/history/file-row.ts'
import type { Integration } from '#lib/history/integration-rows.ts'
import type { ResultChange } from '#lib/history/result-feed.ts'
import { createResultHistory, type ResultHistory } from '#lib/history/result-history.ts'
import type { PutResult } from '#lib/history/result-rows.ts'
import { openImportsFeed } from '#lib/import/imports-feed.ts'
import { measureResults } from '#lib/metrics/measure-results.ts'
import { orderResults } from '#lib/metrics/order-results.ts'
import {
  createResultColumns,
  putIntegration,
  putResult,
  type ResultColumns,
  removeResult,
} from '#lib/metrics/result-columns.ts'
import type { AlertFacts, AlertFactsQuery } from '#lib/model/alert.ts'
import { thresholdsOf } from '#lib/model/alert-settings.ts'
import type { MetricsCounters } from '#lib/model/metrics-counters.ts'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import type { MetricsReading, MetricsThresholds, MetricsView } from '#lib/model/metrics-view.ts'
import { databaseName } from './database-name.ts'
import type { HomeIndexOptions } from './home-index.ts'
import { readAlertFacts } from './read-alert-facts.ts'
import { readMachine } from './read-machine.ts'

export type MetricsHomeOptions = Pick<HomeIndexOptions, 'config' | 'home' | 'resultsDirectory'> & {
  keeping: 'wait' | 'never'
  /** Why the history of results cannot be written, once that was found out. */
  unwritable: string | null
}

/** All results that were ever seen, in memory to be measured and on disk to stay. */
export type MetricsHome = {
  queries: MetricsQueries
  isKept: boolean
  /** Why the past of the charts is not kept, or what became of it; `null` where all is well. */
  notice: string | null
  /** What became of files. */
  take(changes: readonly ResultChange[]): void
  /** Results of files that went before anybody told. */
  takePast(changes: readonly ResultChange[]): void
  /** Runs that were imported since the last time; true where there were any. After the results that are there. */
  takeImports(): boolean
  /** All results that are there come now, about as many; what is not among them until `endAll` is gone. */
  beginAll(rows: number): void
  /** So many of them have come. */
  noteRead(rows: number): void
  endAll(): void
  /** Looks at the machine. */
  sample(resultsBytes: number | null): void
  /** Forgets what is older than it shall be kept. */
  tidy(): void
  /** Draws these thresholds and keeps for this long from now on. */
  reconfigure(config: Config): void
  close(): void
}

export type MetricsQueries = {
  metrics(query: MetricsQuery): MetricsView
  counters(): Omit<MetricsCounters, 'sessions' | 'missedChanges'>
  alertFacts(query: AlertFactsQuery): AlertFacts
  /** Agents and projects that any result ever named. */
  facets(): { agents: string[]; projects: string[] }
}

export function openMetricsHome(options: MetricsHomeOptions): MetricsHome {
  const { home, resultsDirectory, keeping, unwritable } = options
  let { config } = options
  const history = createResultHistory({
    directory: join(home, 'monitor'),
    fileName: databaseName('metrics', home, resultsDirectory),
    keeping,
    unwritable,
    now: () => new Date(),
  })
  const columns = readColumns(history)
  const imports = openImportsFeed(join(home, 'monitor'))
  /** Results that were told of since everything began to be told. */
  let seen: Set<number> | null = null
  let reading: MetricsReading | null = { results: 0, of: null }

  const put = (result: PutResult | null): void => {
    if (result === null) return
    putResult(columns, result)
    if (result.isFirstReading) history.hourly.count(result)
    seen?.add(result.id)
  }
  const leave = (directory: string, name: string): void => {
    const same = history.results.gone(directory, name)
    if (same !== null) removeResult(columns, same)
  }
  const integrate = (integration: Integration | null): void => {
    if (integration === null) return
    history.integrations.put(integration)
    putIntegration(columns, integration.sessionId, integration.atMs)
  }
  const takeRow = (row: FileRow): void => {
    if (row[3] === 'integrated') integrate(integrationOf(row))
    else put(history.results.put(row))
  }

  return {
    queries: createMetricsQueries(
      history,
      columns,
      () => thresholdsOf(config.alerts),
      () => reading,
    ),
    isKept: history.isKept,
    notice: history.notice,
    take: (changes) =>
      history.transaction(() => {
        for (const change of changes) {
          if ('put' in change) takeRow(change.put)
          else leave(...change.gone)
        }
      }),
    takePast: (changes) =>
      history.transaction(() => {
        for (const change of changes) if ('put' in change) put(history.results.putPast(change.put))
      }),
    takeImports() {
      const keepFromMs = Date.now() - config.keepMetricsMs
      // What is older is forgotten, and would be again after each start.
      const runs = imports.read().filter(({ endedAtMs }) => endedAtMs >= keepFromMs)
      if (runs.length === 0) return false
      history.transaction(() => {
        for (const run of runs) put(history.results.putImported(run))
      })
      return true
    },
    beginAll(rows) {
      seen = new Set()
      reading = { results: 0, of: rows }
    },
    noteRead(rows) {
      if (reading !== null) reading = { ...reading, results: reading.results + rows }
    },
    endAll() {
      const there = seen
      seen = null
      reading = null
      if (there === null) return
      const gone = [...history.results.places()].filter(({ id }) => !there.has(id))
      history.transaction(() => {
        for (const { directory, name } of gone) leave(directory, name)
      })
    },
    sample: (resultsBytes) => history.samples.put(readMachine(resultsDirectory, resultsBytes, Date.now())),
    tidy() {
      const nowMs = Date.now()
      const keepFromMs = nowMs - config.keepMetricsMs
      history.transaction(() => {
        for (const id of history.results.forgetBefore(keepFromMs)) removeResult(columns, id)
        history.samples.tidy(nowMs, keepFromMs)
      })
    },
    // What is to be forgotten goes with the next tidying: until then somebody may change their mind.
    reconfigure(next) {
      config = next
    },
    close: history.close,
  }
}

function readColumns(history: ResultHistory): ResultColumns {
  const columns = createResultColumns()
  for (const result of history.results.all()) putResult(columns, result)
  for (const { sessionId, atMs } of history.integrations.all()) putIntegration(columns, sessionId, atMs)
  // Now, rather than with the first question.
  orderResults(columns)
  return columns
}

/** `null` where the file cannot be read, or belongs to no session. */
function integrationOf(row: FileRow): Integration | null {
  const sessionId = row[4]
  return sessionId === null || row[18] !== null ? null : { sessionId, atMs: row[6] }
}

function createMetricsQueries(
  history: ResultHistory,
  columns: ResultColumns,
  thresholds: () => MetricsThresholds,
  reading: () => MetricsReading | null,
): MetricsQueries {
  return {
    metrics(query) {
      const view = measureResults(columns, query)
      return {
        ...view,
        generatedAtMs: Date.now(),
        reading: reading(),
        heatMap: { ...view.heatMap, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
        resources: history.samples.means(view.range),
        thresholds: thresholds(),
      }
    },
    counters: () => ({ executions: history.hourly.totals(), sample: history.samples.latest() }),
    alertFacts: (query) => readAlertFacts(history, columns, query),
    facets: () => ({ agents: columns.agents.all(), projects: columns.projects.all() }),
  }
}
