import { AppError, systemErrorCode } from '#lib/errors.ts'
import { countBreaks } from './count-breaks.ts'
import { openLog } from './open-log.ts'

/** A file as it is now. */
type Stamp = { name: string; device: number; inode: number; sizeBytes: number; modifiedAtMs: number }
/** What was counted of it: its lines up to a place. */
type Counted = {
  sizeBytes: number
  modifiedAtMs: number
  lines: number | null
  /** Lines that something ends, up to a place. */
  breaks: number
  countedBytes: number
}

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

/**
 * Counts the lines of logs, one after the other. A file that grew is counted on from where it was; memory holds a piece
 * of it at a time.
 */
export function createLineCounter(home: string): LineCounter {
  const counted = new Map<string, Counted>()
  const waiting = new Map<string, Stamp>()
  const ended = new AbortController()
  let counting: Promise<void> | null = null

  const countAll = async (): Promise<void> => {
    for (const [key, file] of waiting) {
      if (ended.signal.aborted) break
      waiting.delete(key)
      counted.set(key, await count(home, file, counted.get(key), ended.signal))
      const oldest = counted.keys().next().value
      if (counted.size > KEPT_FILES && oldest !== undefined) counted.delete(oldest)
    }
    counting = null
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
    close: () => ended.abort(),
  }
}

async function count(
  home: string,
  { name, sizeBytes, modifiedAtMs }: Stamp,
  before: Counted | undefined,
  signal: AbortSignal,
): Promise<Counted> {
  const unknown = { sizeBytes, modifiedAtMs, lines: null, breaks: 0, countedBytes: 0 }
  try {
    await using source = await openLog(home, name)
    // What is broken or too long has lines that nobody can see; what became shorter is another text.
    if (source.fault !== null) return unknown
    const goesOn = !source.packed && before !== undefined && before.countedBytes <= source.sizeBytes
    const { breaks: known, countedBytes: from } = goesOn ? before : unknown
    const breaks = known + (await countBreaks(source, from, source.sizeBytes, signal))
    if (signal.aborted) return unknown
    const isOpenEnded = source.sizeBytes > 0 && (await source.read(source.sizeBytes - 1, 1))[0] !== NEWLINE
    const lines = breaks + (isOpenEnded ? 1 : 0)
    return { sizeBytes, modifiedAtMs, lines, breaks, countedBytes: source.sizeBytes }
  } catch (error) {
    if (!(error instanceof AppError) && systemErrorCode(error) === null) throw error
    return unknown
  }
}

const NEWLINE = 0x0a
