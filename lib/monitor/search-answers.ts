import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { AnswerSearchEvent } from '#lib/model/live.ts'
import { workerUrl } from '#lib/store/worker-url.ts'
import type { AnswerSearchOptions } from './answer-search-worker.ts'

/** An answer of 32 MB fits in, several do not. */
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 } as const

/** Reads the answers in a thread of its own and hands on what it finds; ends when `signal` aborts. */
export async function* searchAnswers(
  options: AnswerSearchOptions,
  signal: AbortSignal,
): AsyncGenerator<AnswerSearchEvent> {
  if (signal.aborted) return
  const worker = new Worker(workerUrl(import.meta.url, 'answer-search-worker'), {
    workerData: options,
    name: 'answers',
    resourceLimits: MEMORY_LIMITS,
  })
  try {
    for await (const [event] of on(worker, 'message', { signal, close: ['exit'] })) {
      yield event as AnswerSearchEvent
      if ((event as AnswerSearchEvent).kind === 'done') return
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  } finally {
    await worker.terminate()
  }
}
