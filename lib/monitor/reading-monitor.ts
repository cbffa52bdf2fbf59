import { sqliteErrorCode, unwritableReason } from '#lib/errors.ts'
import { type Ask, answering, logsOf, thresholdsOf } from './answer-questions.ts'
import type { Monitor } from './contract.ts'
import { type HomeIndex, type HomeIndexOptions, openHomeIndex } from './home-index.ts'
import { hasPastRuns } from './import-runs.ts'
import type { Result } from './messages.ts'
import type { MetricsHome } from './metrics-home.ts'
import { readMetrics } from './read-metrics.ts'

/** A monitor that reads everything once, in this thread, for a command that prints and ends. */
export function readingMonitor(options: HomeIndexOptions): Monitor {
  const opened = readHome(options)
  const ask: Ask = async (method, ...args) => {
    const home = await opened
    // A union of methods cannot be called by the type of one of them; the signature of `ask` keeps them paired.
    const query = home.queries[method] as (...args: unknown[]) => Result<typeof method>
    return query(...args)
  }
  // Most commands never ask for it.
  let measured: Promise<MetricsHome> | null = null
  const metrics = (): Promise<MetricsHome> => {
    measured ??= opened.then((home) => readMetrics(options, home))
    return measured
  }
  return {
    ...answering(ask, options),
    metrics: async (query) => (await metrics()).queries.metrics(query),
    counters: async () => ({ ...(await metrics()).queries.counters(), ...(await ask('indexCounters')) }),
    metricsFacets: async () => (await metrics()).queries.facets(),
    awaitsImport: async () => (await metrics()).queries.facets().agents.length === 0 && hasPastRuns(),
    alertFacts: async (query) => (await metrics()).queries.alertFacts(query),
    health: () => {
      const { configFile } = options.config
      return ask('health', thresholdsOf(options), { sweepIntervalMs: null, configFile, notices: [] })
    },
    ready: async () => {
      await opened
    },
    logs: logsOf(options, ask),
    // Commands print no Markdown.
    markdown: async (texts) => texts.map(() => null),
    // It reads in this thread, where a defect shows by itself.
    failed: new Promise(() => undefined),
    subscribe: () => () => undefined,
    // A command ends before anybody changes anything.
    reconfigure: () => undefined,
    async close() {
      ;(await measured)?.close()
      ;(await opened).history.close()
    },
  }
}

/** Reads everything once. Where the disk turns out to be full on the way, it is read in memory. */
async function readHome(options: HomeIndexOptions): Promise<HomeIndex> {
  const home = openHomeIndex(options)
  try {
    await home.index.scan({ light: false })
    return home
  } catch (error) {
    home.history.close()
    const unwritable = sqliteErrorCode(error) === null ? null : unwritableReason(error)
    if (unwritable === null || options.unwritable !== null) throw error
    return readHome({ ...options, unwritable })
  }
}
