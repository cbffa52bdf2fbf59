import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '#lib/store/database.ts'
import { type HourlyRows, hourlyRows } from './hourly-rows.ts'
import { type IntegrationRows, integrationRows } from './integration-rows.ts'
import { type MetricsOptions, openMetrics } from './open-metrics.ts'
import { type ResultRows, resultRows } from './result-rows.ts'
import { type SampleRows, sampleRows } from './sample-rows.ts'

/** What outlives the files of results: the results themselves, what they add up to, and how the machine was. */
export type ResultHistory = {
  results: ResultRows
  integrations: IntegrationRows
  hourly: HourlyRows
  samples: SampleRows
  /** Whether what is put in is there after a restart. */
  isKept: boolean
  notice: string | null
  /** Runs `work` in one transaction, and rolls back where it throws. */
  transaction<T>(work: () => T): T
  close(): void
}

export function createResultHistory(options: MetricsOptions): ResultHistory {
  const { db, isKept, notice, close } = openMetrics(options)
  return { ...tablesOf(db), isKept, notice, transaction: (work) => inTransaction(db, work), close }
}

const tablesOf = (db: DatabaseSync) => ({
  results: resultRows(db),
  integrations: integrationRows(db),
  hourly: hourlyRows(db),
  samples: sampleRows(db),
})
