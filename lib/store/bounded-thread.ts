import { once } from 'node:events'
import { type ResourceLimits, Worker } from 'node:worker_threads'

export type BoundedThread<Question, Answer> = {
  /**
   * One question at a time. `null` where the answer takes longer than this, more memory than there is or a longer text
   * than there can be: then the thread is ended, and the next question gets a new one. Throws what is a defect.
   */
  ask(question: Question, limitMs: number): Promise<Answer | null>
  /** Until the next question. */
  end(): void
}

type Thread = { worker: Worker; ready: Promise<unknown> }

/**
 * A thread for work that may never come back. It is started by the first question. Its code posts one message once it is
 * ready, and one for each that it gets.
 */
export function createBoundedThread<Question, Answer>(
  url: URL,
  options: { name: string; resourceLimits: ResourceLimits },
): BoundedThread<Question, Answer> {
  let thread: Thread | null = null
  const end = (): void => {
    void thread?.worker.terminate()
    thread = null
  }
  return {
    async ask(question, limitMs) {
      thread ??= startThread(url, options)
      const { worker, ready } = thread
      try {
        await ready
        // From here on, so that a machine that is slow to start a thread takes no time from the question.
        const answer = once(worker, 'message', { signal: AbortSignal.timeout(limitMs) })
        worker.postMessage(question)
        return (await answer)[0]
      } catch (error) {
        end()
        if (!isLimit(error)) throw error
        return null
      }
    },
    end,
  }
}

function startThread(url: URL, options: { name: string; resourceLimits: ResourceLimits }): Thread {
  const worker = new Worker(url, options)
  worker.unref()
  // Whoever waits is told; one that was given up may still run into its limits before it ends.
  worker.on('error', () => undefined)
  return { worker, ready: once(worker, 'message') }
}

/** The time was over, or the thread ran out of its memory, or of what one text or map can hold. */
function isLimit(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    error.name === 'AbortError' ||
    error.name === 'RangeError' ||
    ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
  )
}
