import { join } from 'node:path'
import { createResultHistory } from '#lib/history/result-history.ts'
import { manyResults } from '#lib/testing/many-results.ts'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { type Measure, median, p95, round } from './measure.ts'

const RESULTS = 500_000
const DAYS = 90
const REQUESTS = 120

/** What a page of charts asks for: all of it, less, and through each filter; every other one compared. */
const QUERIES = [
  'within=90d',
  'within=90d&compare=yes',
  'within=30d&compare=yes',
  'within=7d&compare=yes',
  'within=90d&agent=reviewer',
  'within=90d&project=%2Fsrv%2Fshop&compare=yes',
  'within=30d&status=error,timeout',
  'within=24h&compare=yes',
] as const

/** All charts of the Performance page, as the browser asks for them, of half a million results whose files are gone. */
export async function measureMetrics(): Promise<Measure> {
  const home = temporaryHome('trinitas-bench-')
  try {
    fillHistory(home)
    const server = await startServer(['--home', home.path, '--port', '0'])
    try {
      return await askForCharts(server)
    } finally {
      await server.end('SIGKILL')
    }
  } finally {
    home.remove()
  }
}

function fillHistory(home: TemporaryHome): void {
  const history = createResultHistory({
    directory: join(home.path, 'monitor'),
    fileName: 'metrics.db',
    keeping: 'wait',
    unwritable: null,
    now: () => new Date(),
  })
  history.transaction(() => {
    for (const row of manyResults(RESULTS, DAYS, Date.now())) history.results.putPast(row)
  })
  history.close()
}

async function askForCharts({ url }: StartedServer): Promise<Measure> {
  const times: number[] = []
  let counted = 0
  for (let at = 0; at < REQUESTS; at += 1) {
    const startedMs = performance.now()
    const response = await fetch(`${url}/api/metrics?${QUERIES[at % QUERIES.length]}`)
    const { totals } = (await response.json()) as { totals: { results: number } }
    times.push(performance.now() - startedMs)
    counted = Math.max(counted, totals.results)
  }
  if (counted < RESULTS * 0.99) throw new Error(`Only ${counted} of ${RESULTS} results were counted.`)
  const detail = `p50 ${round(median(times))} ms over ${REQUESTS} requests of ${QUERIES.length} kinds; ${RESULTS.toLocaleString('en-US')} results in ${DAYS} days`
  return {
    name: 'All charts of the Performance page, p95',
    value: p95(times),
    limit: 150,
    unit: 'ms',
    detail,
  }
}
