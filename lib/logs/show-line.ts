import { INSIDE_OF_KEY, showLogText } from '#lib/format/log-text.ts'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { shorten } from '#lib/format/shorten.ts'
import type { LogLine, TextRange } from '#lib/model/log.ts'
import { type ParsedLine, parseLine } from './parse-line.ts'
import type { RawLine } from './read-lines.ts'

/** As much of a line as stands in a list. */
export const SHOWN_CHARACTERS = 4000

export type ShownLine = RawLine & ParsedLine & { shown: string }

/** A line as people may see it: `mask` takes out what looks like a secret, which is then not found either. */
export function showLine(raw: RawLine, mask: boolean): ShownLine {
  return { ...raw, ...parseLine(raw.text), shown: shownText(raw.text, mask) }
}

export function shownText(text: string, mask: boolean): string {
  const shown = showLogText(text)
  if (!mask) return shown
  return INSIDE_OF_KEY.test(shown.trim()) ? '••••••' : maskSecrets(shown)
}

/** The line as it is sent: its beginning where it is long. */
export function toLogLine(
  line: ShownLine,
  { matches = [], context = false }: { matches?: readonly TextRange[]; context?: boolean } = {},
): LogLine {
  const { offset, nextOffset, form, atMs, level, unfinished } = line
  const isCut = line.wholeBytes !== null || line.shown.length > SHOWN_CHARACTERS
  return {
    offset,
    nextOffset,
    text: shorten(line.shown, SHOWN_CHARACTERS),
    wholeBytes: isCut ? nextOffset - offset : null,
    form,
    atMs,
    level,
    matches: matches.filter(([from]) => from < SHOWN_CHARACTERS),
    context,
    unfinished,
  }
}
