import type { DatabaseSync } from 'node:sqlite'
import type { ResourceSample } from '#lib/model/metrics-counters.ts'
import type { MetricsBuckets, ResourceMetrics } from '#lib/model/metrics-view.ts'
import { SAMPLE_COLUMNS } from './metrics-schema.ts'

const HOUR_MS = 3_600_000
/** Older samples are looked at in charts whose buckets are wider than an hour. */
const WHOLE_FOR_MS = 7 * 24 * HOUR_MS

/** Looks at the machine: each for a week, then the means of each hour. */
export type SampleRows = {
  put(sample: ResourceSample): void
  latest(): ResourceSample | null
  /** Samples taken at or after a time, the oldest first. */
  since(atMs: number): ResourceSample[]
  /** The mean of what was seen in each bucket; `null` where nothing was. */
  means(range: MetricsBuckets): ResourceMetrics
  /** Makes means of what is older than a week, and forgets what was before `keepFromMs`. */
  tidy(nowMs: number, keepFromMs: number): void
}

const COLUMNS = SAMPLE_COLUMNS.join(', ')
/** A mean counts for as many as it was made of. */
const MEANS = SAMPLE_COLUMNS.map(
  (column) => `sum(${column} * samples) / sum(samples) FILTER (WHERE ${column} IS NOT NULL) AS ${column}`,
).join(', ')

export function sampleRows(db: DatabaseSync): SampleRows {
  const put = db.prepare(
    `INSERT OR REPLACE INTO samples (at_ms, ${COLUMNS}) VALUES (?${', ?'.repeat(SAMPLE_COLUMNS.length)})`,
  )
  const latest = db.prepare('SELECT * FROM samples ORDER BY at_ms DESC LIMIT 1')
  const since = db.prepare('SELECT * FROM samples WHERE at_ms >= ? ORDER BY at_ms')
  const means = db.prepare(`
    SELECT cast((at_ms - ?1) / ?2 AS INTEGER) AS bucket, ${MEANS} FROM (
      SELECT at_ms, ${COLUMNS}, 1 AS samples FROM samples WHERE at_ms >= ?3 AND at_ms < ?4
      UNION ALL
      SELECT at_ms, ${COLUMNS}, samples FROM hourly_samples WHERE at_ms >= ?3 AND at_ms < ?4
    ) GROUP BY bucket`)
  const sum = db.prepare(`
    INSERT INTO hourly_samples (at_ms, ${COLUMNS}, samples)
      SELECT at_ms / ${HOUR_MS} * ${HOUR_MS} AS hour, ${SAMPLE_COLUMNS.map((column) => `avg(${column})`).join(', ')}, count(*)
      FROM samples WHERE at_ms < ? GROUP BY hour ON CONFLICT DO NOTHING`)
  const dropSummed = db.prepare('DELETE FROM samples WHERE at_ms < ?')
  const dropOld = db.prepare('DELETE FROM hourly_samples WHERE at_ms < ?')
  return {
    put: (sample) => void put.run(...valuesOf(sample)),
    latest: () => toSample(latest.get()),
    since: (atMs) => since.all(atMs).flatMap((row) => toSample(row) ?? []),
    means(range) {
      const lists = emptyMeans(range.startsMs.length)
      const rows = means.iterate(
        range.startsMs[0] ?? range.fromMs,
        range.bucketMs,
        range.fromMs,
        range.untilMs,
      )
      for (const row of rows) {
        const at = Math.min(Number(row.bucket), range.startsMs.length - 1)
        const sample = toSample({ ...row, at_ms: 0 })
        if (sample === null) continue
        for (const name of NAMES) lists[name][at] = sample[name]
      }
      return lists
    },
    tidy(nowMs, keepFromMs) {
      const wholeFromMs = Math.floor((nowMs - WHOLE_FOR_MS) / HOUR_MS) * HOUR_MS
      sum.run(wholeFromMs)
      dropSummed.run(wholeFromMs)
      dropOld.run(keepFromMs)
    },
  }
}

const NAMES = [
  'resultsBytes',
  'diskFreeBytes',
  'inodesFree',
  'memoryAvailableBytes',
  'agentsMemoryBytes',
  'monitorMemoryBytes',
] as const satisfies readonly (keyof ResourceMetrics)[]

const valuesOf = (sample: ResourceSample): (number | null)[] => [
  Math.floor(sample.atMs),
  ...NAMES.map((name) => sample[name]),
]

function toSample(row: Record<string, unknown> | undefined): ResourceSample | null {
  if (row === undefined) return null
  const [
    resultsBytes,
    diskFreeBytes,
    inodesFree,
    memoryAvailableBytes,
    agentsMemoryBytes,
    monitorMemoryBytes,
  ] = SAMPLE_COLUMNS.map((column) => (typeof row[column] === 'number' ? row[column] : null))
  return {
    atMs: Number(row.at_ms),
    resultsBytes: resultsBytes ?? null,
    diskFreeBytes: diskFreeBytes ?? null,
    inodesFree: inodesFree ?? null,
    memoryAvailableBytes: memoryAvailableBytes ?? null,
    agentsMemoryBytes: agentsMemoryBytes ?? null,
    monitorMemoryBytes: monitorMemoryBytes ?? null,
  }
}

function emptyMeans(buckets: number): ResourceMetrics {
  const nothing = (): null[] => new Array<null>(buckets).fill(null)
  return {
    resultsBytes: nothing(),
    diskFreeBytes: nothing(),
    inodesFree: nothing(),
    memoryAvailableBytes: nothing(),
    agentsMemoryBytes: nothing(),
    monitorMemoryBytes: nothing(),
  }
}
