import { MessageChannel } from 'node:worker_threads'
import { createMarkdownReader } from '#lib/markdown/markdown-reader.ts'
import type { MonitorStatus } from '#lib/model/live.ts'
import { answering, logsOf, thresholdsOf } from './answer-questions.ts'
import { createChangeFeed } from './change-feed.ts'
import type { Monitor } from './contract.ts'
import type { HomeIndexOptions } from './home-index.ts'
import { hasPastRuns } from './import-runs.ts'
import { startIndex } from './index-client.ts'
import { startMetrics } from './metrics-client.ts'

/** A monitor that stays: its index and its metrics have a thread each, and what changes is told. */
export function watchingMonitor(options: HomeIndexOptions): Monitor {
  const feed = createChangeFeed()
  const results = new MessageChannel()
  const index = startIndex(options, feed, results.port1)
  const metrics = startMetrics({ ...options, keeping: 'wait', unwritable: null }, results.port2)
  const markdown = createMarkdownReader()
  const logs = logsOf(options, index.ask)
  const withNotice = (status: MonitorStatus): MonitorStatus => ({
    ...status,
    historyNotice: [status.historyNotice, metrics.notice()].filter((text) => text !== null).join(' ') || null,
  })
  return {
    ...answering(index.ask, options),
    status: async () => withNotice(await index.ask('status')),
    async snapshot() {
      const snapshot = await index.ask('snapshot')
      return { ...snapshot, status: withNotice(snapshot.status) }
    },
    metrics: (query) => metrics.ask('metrics', query),
    counters: async () => ({ ...(await metrics.ask('counters')), ...(await index.ask('indexCounters')) }),
    metricsFacets: () => metrics.ask('facets'),
    awaitsImport: async () => (await metrics.ask('facets')).agents.length === 0 && hasPastRuns(),
    alertFacts: (query) => metrics.ask('alertFacts', query),
    health: () => {
      const notices = [metrics.notice()].filter((text) => text !== null)
      const { sweepIntervalMs, configFile } = options.config
      return index.ask('health', thresholdsOf(options), { sweepIntervalMs, configFile, notices })
    },
    markdown: markdown.read,
    logs,
    ready: () => index.ready,
    failed: Promise.race([index.failed, metrics.failed]),
    subscribe: feed.subscribe,
    reconfigure(config) {
      options.config = config
      index.configure(config)
      metrics.configure(config)
    },
    async close() {
      markdown.close()
      logs.close()
      await Promise.all([index.close(), metrics.close()])
    },
  }
}
