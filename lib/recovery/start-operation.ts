import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { OperationEvent } from '#lib/model/operation.ts'
import { workerUrl } from '#lib/store/worker-url.ts'
import type { OperationRun } from './run-operation.ts'

/** Runs an operation in a thread of its own, so that pages are answered meanwhile. It goes on though nobody listens. */
export function startOperation(run: OperationRun): AsyncIterable<OperationEvent> {
  const worker = new Worker(workerUrl(import.meta.url, 'recovery-worker'), {
    workerData: run,
    name: 'recovery',
  })
  const events = on(worker, 'message', { close: ['exit'] })
  // Told to whoever listens, by the iterator; a defect that nobody hears of is still printed.
  worker.on('error', (error) => console.error(error))
  return (async function* () {
    for await (const [event] of events) yield event as OperationEvent
  })()
}
