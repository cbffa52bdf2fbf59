import type { MetricsCounters } from '#lib/model/metrics-counters.ts'
import type { ExpositionFormat } from './choose-format.ts'
import { metricFamilies } from './metric-families.ts'
import { writeOpenMetrics, writePrometheus } from './write-families.ts'

/** What a scraper is told, as text in one of its formats. */
export function writeExposition(
  counters: MetricsCounters,
  format: ExpositionFormat,
  version: string,
): string {
  const families = metricFamilies(counters, version)
  return format === 'openmetrics' ? writeOpenMetrics(families) : writePrometheus(families)
}
