import { AppError, systemErrorCode } from '#lib/errors.ts'
import { countBreaks } from './count-breaks.ts'
import { openLog } from './open-log.ts'

/** A file as it is now. */
export type FileState = { name: string; sizeBytes: number; modifiedAtMs: number }
/** What was counted of it: its lines up to a place. */
export type Counted = {
  sizeBytes: number
  modifiedAtMs: number
  /** `null` where they cannot be counted. */
  lines: number | null
  /** Lines that something ends, up to a place. */
  breaks: number
  countedBytes: number
}

/** `before`: what was counted of the same file when it was shorter. */
export type CountTask = { home: string; file: FileState; before: Counted | null }

/** Counts the lines of a log, on from where it was counted before; memory holds a piece of it at a time. */
export async function countFile({ home, file, before }: CountTask): Promise<Counted> {
  const { name, sizeBytes, modifiedAtMs } = file
  const unknown = { sizeBytes, modifiedAtMs, lines: null, breaks: 0, countedBytes: 0 }
  try {
    await using source = await openLog(home, name)
    // What is broken or too long has lines that nobody can see; what became shorter is another text.
    if (source.fault !== null) return unknown
    const goesOn = !source.packed && before !== null && before.countedBytes <= source.sizeBytes
    const { breaks: known, countedBytes: from } = goesOn ? before : unknown
    const breaks = known + (await countBreaks(source, from, source.sizeBytes))
    const isOpenEnded = source.sizeBytes > 0 && (await source.read(source.sizeBytes - 1, 1))[0] !== NEWLINE
    const lines = breaks + (isOpenEnded ? 1 : 0)
    return { sizeBytes, modifiedAtMs, lines, breaks, countedBytes: source.sizeBytes }
  } catch (error) {
    if (!(error instanceof AppError) && systemErrorCode(error) === null) throw error
    return unknown
  }
}

const NEWLINE = 0x0a
