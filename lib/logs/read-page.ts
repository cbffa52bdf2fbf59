import type { LogLine, LogPageRequest } from '#lib/model/log.ts'
import { type LineSpan, lineSpansAfter, lineSpansBefore, lineStart } from './line-spans.ts'
import type { LogSource } from './log-source.ts'
import { readLines, WHOLE_LINE_BYTES } from './read-lines.ts'
import { showLine, toLogLine } from './show-line.ts'

/** Lines at a place of a log, in the order of the file. An offset within a line stands for that line. */
export async function readPage(
  source: LogSource,
  request: LogPageRequest,
  mask: boolean,
): Promise<LogLine[]> {
  const lines = await readLines(source, await spansOf(source, request), WHOLE_LINE_BYTES)
  return lines.map((line) => toLogLine(showLine(line, mask)))
}

async function spansOf(source: LogSource, request: LogPageRequest): Promise<LineSpan[]> {
  const { limit } = request
  if (request.from === 'end') return lineSpansBefore(source, source.sizeBytes, limit)
  const isBehind = request.offset >= source.sizeBytes
  const start = isBehind ? source.sizeBytes : await lineStart(source, request.offset)
  switch (request.from) {
    case 'before':
      return lineSpansBefore(source, start, limit)
    case 'after':
      return lineSpansAfter(source, start, limit)
    case 'around':
      return [
        ...(await lineSpansBefore(source, start, Math.floor(limit / 2))),
        ...(await lineSpansAfter(source, start, Math.ceil(limit / 2))),
      ]
  }
}
