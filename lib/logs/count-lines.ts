import { createBoundedThread } from '#lib/store/bounded-thread.ts'
import { workerUrl } from '#lib/store/worker-url.ts'
import { type Counted, type CountTask, countFile, type FileState } from './count-file.ts'

/** A file, whichever name it has. */
type Stamp = FileState & { device: number; inode: number }

export type LineCounter = {
  /**
   * How many lines it has, or had when it was counted last; `null` where that is not known yet. It is counted behind the
   * scenes, for whoever asks again.
   */
  linesOf(file: Stamp): number | null
  /** Resolves once nothing is left to count. */
  settled(): Promise<void>
  close(): void
}

const KEPT_FILES = 2000
/** So much is counted before a thread has begun. */
const AT_ONCE_BYTES = 4 * 1024 * 1024
/** A terabyte takes no longer. */
const LIMIT_MS = 30 * 60_000
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 } as const

/**
 * Counts the lines of logs, one after the other: of long ones in a thread that everything else goes before, so that
 * nobody who wants to read one waits for it. A file that grew is counted on from where it was.
 */
export function createLineCounter(home: string): LineCounter {
  const counted = new Map<string, Counted>()
  const waiting = new Map<string, Stamp>()
  const thread = createBoundedThread<CountTask, Counted>(workerUrl(import.meta.url, 'line-count-worker'), {
    name: 'line count',
    resourceLimits: MEMORY_LIMITS,
  })
  let isClosed = false
  let counting: Promise<void> | null = null

  const count = async (file: Stamp, before: Counted | null): Promise<Counted> => {
    const { name, sizeBytes, modifiedAtMs } = file
    const task = { home, file: { name, sizeBytes, modifiedAtMs }, before }
    const newBytes = sizeBytes - (before?.countedBytes ?? 0)
    if (newBytes >= 0 && newBytes <= AT_ONCE_BYTES && !name.endsWith('.gz')) return countFile(task)
    const unknown = { sizeBytes, modifiedAtMs, lines: null, breaks: 0, countedBytes: 0 }
    return (await thread.ask(task, LIMIT_MS)) ?? unknown
  }
  const countAll = async (): Promise<void> => {
    for (const [key, file] of waiting) {
      if (isClosed) break
      waiting.delete(key)
      counted.set(key, await count(file, counted.get(key) ?? null))
      const oldest = counted.keys().next().value
      if (counted.size > KEPT_FILES && oldest !== undefined) counted.delete(oldest)
    }
    counting = null
    thread.end()
  }
  return {
    linesOf(file) {
      const key = `${file.device} ${file.inode}`
      const known = counted.get(key)
      if (known?.sizeBytes === file.sizeBytes && known.modifiedAtMs === file.modifiedAtMs) return known.lines
      waiting.set(key, file)
      counting ??= countAll()
      // What it was a moment ago, of a file that only grew, is nearer than nothing.
      return known !== undefined && known.sizeBytes <= file.sizeBytes ? known.lines : null
    },
    settled: async () => {
      while (counting !== null) await counting
    },
    close() {
      isClosed = true
      thread.end()
    },
  }
}
