import { hash } from 'node:crypto'
import type { MarkdownNode } from '#lib/model/markdown.ts'
import { createBoundedThread } from '#lib/store/bounded-thread.ts'
import { workerUrl } from '#lib/store/worker-url.ts'

/** Some Markdown takes a time that grows with the square of its length: 20,000 characters of it, half a second. */
const TIME_LIMIT_MS = 2000
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 12, stackSizeMb: 4 } as const
/** What has more is a log or a trap; both are better shown as they are written. */
const LINES_LIMIT = 6000
/** A thread that nobody asks for a while holds memory for nothing. */
const IDLE_LIMIT_MS = 30_000
/** How many texts that were given up are known again, so that each costs its time once. */
const REMEMBERED_LIMIT = 1000

export type MarkdownReader = {
  /**
   * The trees of texts that are shown together and share 2 s; `null` for one that takes more time than is left, too much
   * memory or depth.
   */
  read(texts: readonly string[]): Promise<(MarkdownNode[] | null)[]>
  close(): void
}

/** Reads Markdown in a thread of its own, one text after the other, and ends that thread where it does not come back. */
export function createMarkdownReader(): MarkdownReader {
  const thread = createBoundedThread<string, MarkdownNode[] | null>(
    workerUrl(import.meta.url, 'markdown-worker'),
    {
      name: 'markdown',
      resourceLimits: MEMORY_LIMITS,
    },
  )
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const givenUp = new Set<string>()

  const end = (): void => {
    clearTimeout(idle)
    thread.end()
  }
  const ask = async (markdown: string, limitMs: number): Promise<MarkdownNode[] | null> => {
    const key = hash('sha256', markdown, 'base64')
    if (countLines(markdown) > LINES_LIMIT || givenUp.has(key)) return null
    clearTimeout(idle)
    const answer = await thread.ask(markdown, limitMs)
    if (answer === null && limitMs > TIME_LIMIT_MS / 2) remember(givenUp, key)
    idle = setTimeout(end, IDLE_LIMIT_MS).unref()
    return answer
  }
  const readAll = async (texts: readonly string[]): Promise<(MarkdownNode[] | null)[]> => {
    let leftMs = TIME_LIMIT_MS
    const trees: (MarkdownNode[] | null)[] = []
    for (const text of texts) {
      const startedMs = performance.now()
      trees.push(leftMs < 1 ? null : await ask(text, Math.ceil(leftMs)))
      leftMs -= performance.now() - startedMs
    }
    return trees
  }
  return {
    read(texts) {
      const asked = last.then(() => readAll(texts))
      last = asked.catch(() => undefined)
      return asked
    },
    close: end,
  }
}

function remember(keys: Set<string>, key: string): void {
  keys.add(key)
  const [oldest] = keys
  if (keys.size > REMEMBERED_LIMIT && oldest !== undefined) keys.delete(oldest)
}

function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
