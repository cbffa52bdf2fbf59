import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerUrl } from '#lib/store/worker-url.ts'
import type { LogSearchTask } from './log-search-worker.ts'
import type { FoundEvent } from './search-log.ts'

/** Blocks of lines, and what is found in them, which is bounded. */
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 } as const

/** Searches in a thread of its own, so that others get their answers meanwhile; ends when `signal` aborts. */
export async function* startSearch(task: LogSearchTask, signal: AbortSignal): AsyncGenerator<FoundEvent> {
  if (signal.aborted) return
  const worker = new Worker(workerUrl(import.meta.url, 'log-search-worker'), {
    workerData: task,
    name: 'log search',
    resourceLimits: MEMORY_LIMITS,
  })
  try {
    for await (const [event] of on(worker, 'message', { signal, close: ['exit'] })) {
      yield event as FoundEvent
      if ((event as FoundEvent).kind === 'done' || (event as FoundEvent).kind === 'failed') return
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  } finally {
    await worker.terminate()
  }
}
