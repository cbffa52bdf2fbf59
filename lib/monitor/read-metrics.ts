import type { HomeIndex, HomeIndexOptions } from './home-index.ts'
import { type MetricsHome, openMetricsHome } from './metrics-home.ts'
import { rowsOf } from './tell-results.ts'

/** For a command: what the dashboard has kept, and the results that are there now. Nothing of it is written. */
export function readMetrics(options: HomeIndexOptions, { history }: HomeIndex): MetricsHome {
  const { config, home, resultsDirectory } = options
  const metrics = openMetricsHome({ config, home, resultsDirectory, keeping: 'never', unwritable: null })
  metrics.beginAll(history.pages.count())
  for (const table of ['files', 'live_files'] as const)
    for (const rows of rowsOf(history.pages, table)) metrics.take(rows.map((put) => ({ put })))
  for (const rows of rowsOf(history.pages, 'past_results')) metrics.takePast(rows.map((put) => ({ put })))
  metrics.endAll()
  metrics.takeImports()
  metrics.sample(history.summaries.extent().sizeBytes)
  return metrics
}
