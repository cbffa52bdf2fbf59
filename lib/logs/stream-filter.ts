import type { LogLine } from '#lib/model/log.ts'
import type { RawLine } from './read-lines.ts'
import { ENTRY_LINES, type EntryFilter, isPartial, isWanted } from './select-lines.ts'
import { type ShownLine, showLine, toLogLine } from './show-line.ts'

/** What a line without a form belongs to. */
type OpenEntry = { wanted: boolean; found: boolean; lines: number }

/**
 * Chooses among lines as they come: what follows a line without a form of its own is shown where that line is, or from
 * where on something was found.
 */
export type StreamFilter = {
  /** `partial`: how many lines are too long to be looked at as a whole, and might be wanted for the rest. */
  take(lines: readonly RawLine[]): { found: LogLine[]; partial: number }
  /** The same of a line that is not whole yet, and will come again. */
  peek(line: RawLine): LogLine[]
  /** Another file begins. */
  reset(): void
}

export function createStreamFilter({ filter, matcher }: EntryFilter, mask: boolean): StreamFilter {
  let open: OpenEntry | null = null
  const entryOf = (line: ShownLine): OpenEntry => {
    const belongs = line.form === 'other' && open !== null && open.lines < ENTRY_LINES
    const found = matcher === null || matcher.test(line.shown)
    if (!belongs || open === null) return { wanted: isWanted(line, filter), found, lines: 1 }
    return { wanted: open.wanted, found: open.found || found, lines: open.lines + 1 }
  }
  const choose = (line: ShownLine, { wanted, found }: OpenEntry): LogLine[] =>
    wanted && found ? [toLogLine(line, { matches: matcher?.find(line.shown) ?? [] })] : []
  return {
    take(lines) {
      let partial = 0
      const found = lines.flatMap((raw) => {
        const line = showLine(raw, mask)
        const entry = entryOf(line)
        open = line.form === 'other' && open === null ? null : entry
        const chosen = choose(line, entry)
        if (chosen.length === 0 && isPartial(line, filter, matcher !== null && entry.wanted)) partial += 1
        return chosen
      })
      return { found, partial }
    },
    peek(raw) {
      const line = showLine(raw, mask)
      return choose(line, entryOf(line))
    },
    reset() {
      open = null
    },
  }
}
