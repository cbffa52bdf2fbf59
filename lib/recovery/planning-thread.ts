import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerUrl } from '#lib/store/worker-url.ts'
import type { PlanningTask, PlanningTasks } from './planning-task.ts'

/** A guess at what was meant may take a time that grows with the square of a file's length; nothing else does. */
const GUESS_LIMIT_MS = 5000
const TIME_LIMIT_MS = 60_000
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 1024 } as const

export type PlanningThread = {
  /** `null` where it takes too long or too much memory. Throws what is a defect. */
  ask<K extends keyof PlanningTasks>(
    task: Extract<PlanningTask, { kind: K }>,
  ): Promise<PlanningTasks[K]['found'] | null>
  [Symbol.dispose](): void
}

/** A thread for one plan: what takes too long is given up, and the next question gets a new one. */
export function openPlanningThread(): PlanningThread {
  let thread: { worker: Worker; ready: Promise<unknown> } | null = null
  const end = (): void => {
    void thread?.worker.terminate()
    thread = null
  }
  return {
    async ask(task) {
      thread ??= startThread()
      const { worker, ready } = thread
      try {
        await ready
        const answer = once(worker, 'message', { signal: AbortSignal.timeout(limitOf(task.kind)) })
        worker.postMessage(task)
        // What a task comes to is of its kind, which the worker's switch keeps.
        const [found] = (await answer) as [never]
        return found
      } catch (error) {
        end()
        if (!isLimit(error)) throw error
        return null
      }
    },
    [Symbol.dispose]: end,
  }
}

const limitOf = (kind: keyof PlanningTasks): number =>
  kind === 'examine' || kind === 'preview' ? GUESS_LIMIT_MS : TIME_LIMIT_MS

function startThread(): { worker: Worker; ready: Promise<unknown> } {
  const worker = new Worker(workerUrl(import.meta.url, 'planning-worker'), {
    name: 'planning',
    resourceLimits: MEMORY_LIMITS,
  })
  worker.unref()
  // Whoever waits is told; one that was given up may still run into its limits before it ends.
  worker.on('error', () => undefined)
  return { worker, ready: once(worker, 'message') }
}

function isLimit(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // The last: more fields than a map can hold.
  return (
    error.name === 'AbortError' ||
    error.name === 'RangeError' ||
    ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
  )
}
