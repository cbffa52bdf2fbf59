import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MarkdownNode } from '#lib/model/markdown.ts'
import { workerUrl } from '#lib/store/worker-url.ts'

/** Some Markdown takes a time that grows with the square of its length: 20,000 characters of it, half a second. */
const TIME_LIMIT_MS = 2000
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 12, stackSizeMb: 4 } as const
/** What has more is a log or a trap; both are better shown as they are written. */
const LINES_LIMIT = 6000
/** A thread that nobody asks for a while holds memory for nothing. */
const IDLE_LIMIT_MS = 30_000

export type MarkdownReader = {
  /** The tree of an answer's Markdown; `null` where it takes too much time, memory or depth. */
  read(markdown: string): Promise<MarkdownNode[] | null>
  close(): void
}

/** Reads Markdown in a thread of its own, one text after the other, and ends that thread where it does not come back. */
export function createMarkdownReader(): MarkdownReader {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  const end = (): void => {
    clearTimeout(idle)
    void worker?.terminate()
    worker = null
  }
  const start = (): Worker => {
    const started = new Worker(workerUrl(import.meta.url, 'markdown-worker'), {
      name: 'markdown',
      resourceLimits: MEMORY_LIMITS,
    })
    started.unref()
    // Whoever waits is told; one that was given up may still run into its limits before it ends.
    started.on('error', () => undefined)
    return started
  }
  const ask = async (markdown: string): Promise<MarkdownNode[] | null> => {
    if (countLines(markdown) > LINES_LIMIT) return null
    clearTimeout(idle)
    worker ??= start()
    const answer = once(worker, 'message', { signal: AbortSignal.timeout(TIME_LIMIT_MS) })
    worker.postMessage(markdown)
    try {
      const [nodes] = await answer
      idle = setTimeout(end, IDLE_LIMIT_MS).unref()
      return nodes
    } catch (error) {
      end()
      if (isLimit(error)) return null
      throw error
    }
  }
  return {
    read(markdown) {
      const asked = last.then(() => ask(markdown))
      last = asked.catch(() => undefined)
      return asked
    },
    close: end,
  }
}

function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** The time was over, or the thread ran out of the memory that it was given. */
function isLimit(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'AbortError' || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
}
