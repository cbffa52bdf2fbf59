import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { metricsQuerySchema } from '#lib/http/metrics-requests.ts'
import { parseQuery } from '#lib/http/respond.ts'
import { METRICS_PARAMS, toMetricsQuery } from '../../components/performance/metrics-params.ts'
import { PerformancePage } from '../../components/performance/performance-page.tsx'
import { getMonitor } from '../monitor.ts'
import { show } from '../recovery.ts'

export const metadata: Metadata = { title: 'Performance' }

const loadParams = createLoader(METRICS_PARAMS)

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = toMetricsQuery(await loadParams(searchParams))
  const monitor = getMonitor()
  // Read first: what comes after it is told on the stream, and what is told twice does no harm.
  const { revision } = await monitor.status()
  const [read, facets, awaitsImport] = await Promise.all([
    show(() => monitor.metrics(parseQuery(`http://localhost/?${query}`, metricsQuerySchema))),
    monitor.metricsFacets(),
    monitor.awaitsImport(),
  ])
  return <PerformancePage initial={{ query, revision, read }} facets={facets} awaitsImport={awaitsImport} />
}
