import type { LogGap, LogLine } from '#lib/model/log.ts'

/** What is missing before a line, by the offset of that line: the first one behind it. */
export function gapsBefore(lines: readonly LogLine[], gaps: readonly LogGap[]): ReadonlyMap<number, LogGap> {
  const before = new Map<number, LogGap>()
  for (const gap of gaps) {
    const line = lines.find(({ offset }) => offset >= gap.until)
    if (line !== undefined) before.set(line.offset, gap)
  }
  return before
}
