import { createBoundedThread } from '#lib/store/bounded-thread.ts'
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
  // What a task comes to is of its kind, which the worker's switch keeps and no type can say.
  const thread = createBoundedThread<PlanningTask, never>(workerUrl(import.meta.url, 'planning-worker'), {
    name: 'planning',
    resourceLimits: MEMORY_LIMITS,
  })
  return {
    ask: (task) => thread.ask(task, limitOf(task.kind)),
    [Symbol.dispose]: thread.end,
  }
}

const limitOf = (kind: keyof PlanningTasks): number =>
  kind === 'examine' || kind === 'preview' ? GUESS_LIMIT_MS : TIME_LIMIT_MS
