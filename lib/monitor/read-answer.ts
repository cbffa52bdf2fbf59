import { shorten } from '#lib/format/shorten.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { Answer } from '#lib/model/session.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'
import type { FileReading } from '#lib/store/read-file.ts'

/** As much of a file's text as a page is handed, of an answer, and of one that is copied. */
const RAW_LIMIT_CHARACTERS = 1_000_000
const ANSWER_LIMIT_CHARACTERS = 100_000
const WHOLE_LIMIT_CHARACTERS = 1_000_000

/**
 * The answer in one result file, read now; `whole` up to a length that nobody copies. A file that cannot be parsed is handed out as
 * the text it is.
 */
export function readAnswer(resultsDirectory: string, record: FileRecord, whole: boolean): Answer | null {
  const reading = readContainedFile(resultsDirectory, record.path)
  if (reading.kind === 'gone') return null
  const text = textOf(reading)
  const content = reading.kind === 'whole' ? parse(reading.text) : null
  const markdown = content?.result ?? null
  const limit = whole ? WHOLE_LIMIT_CHARACTERS : ANSWER_LIMIT_CHARACTERS
  return {
    path: record.path,
    markdown: markdown === null ? null : shorten(markdown, limit),
    markdownTruncated: (markdown?.length ?? 0) > limit,
    error: record.outcome === 'success' ? null : (content?.error ?? record.error),
    raw: shorten(text, RAW_LIMIT_CHARACTERS),
    rawTruncated: reading.kind === 'ends' || text.length > RAW_LIMIT_CHARACTERS,
    sizeBytes: record.sizeBytes,
  }
}

function textOf(reading: FileReading): string {
  if (reading.kind === 'whole') return reading.text
  return reading.kind === 'ends' ? reading.head : ''
}

function parse(text: string): { result: string | null; error: string | null } | null {
  const reading = parseJson(text)
  if (reading.kind !== 'value') return null
  const { value } = reading
  return {
    result: textOrNull(ownField(value, 'result')),
    error: textOrNull(ownField(value, 'error'))?.trim() || null,
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
