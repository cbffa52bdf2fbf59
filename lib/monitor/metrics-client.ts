import type { MessagePort } from 'node:worker_threads'
import type { MetricsMessage } from './messages.ts'
import type { MetricsHomeOptions, MetricsQueries } from './metrics-home.ts'
import { startThread, type ThreadClient } from './thread-client.ts'

export type MetricsClient = ThreadClient<MetricsQueries> & {
  /** Why the past of the charts is not kept; `null` where it is, and before that is known. */
  notice(): string | null
}

/** What it works on lies in typed arrays, which are no garbage of this kind. */
const LITTLE_GARBAGE = { maxYoungGenerationSizeMb: 16 } as const

/** Starts the thread that keeps results. What becomes of them is told by whoever holds the other end of `results`. */
export function startMetrics(options: MetricsHomeOptions, results: MessagePort): MetricsClient {
  let notice: string | null = null
  const thread = startThread<MetricsQueries, MetricsMessage>({
    name: 'metrics',
    workerData: { options, results },
    transferList: [results],
    resourceLimits: LITTLE_GARBAGE,
    onMessage(message) {
      notice = message.notice
    },
  })
  return { ...thread, notice: () => notice }
}
