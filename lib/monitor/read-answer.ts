import type { FileRecord } from '#lib/model/file-record.ts'
import type { Answer } from '#lib/model/session.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'
import type { FileReading } from '#lib/store/read-file.ts'

/** As much of a file's text as a page is handed, and of an answer unless all of it is asked for. */
const RAW_LIMIT_CHARACTERS = 1_000_000
const ANSWER_LIMIT_CHARACTERS = 500_000

/**
 * The answer in one result file, read now; `whole` however long it is. A file that cannot be parsed is handed out as
 * the text it is.
 */
export function readAnswer(resultsDirectory: string, record: FileRecord, whole: boolean): Answer | null {
  const reading = readContainedFile(resultsDirectory, record.path)
  if (reading.kind === 'gone') return null
  const text = textOf(reading)
  const content = reading.kind === 'whole' ? parse(reading.text) : null
  const markdown = content?.result ?? null
  return {
    path: record.path,
    markdown: whole ? markdown : (markdown?.slice(0, ANSWER_LIMIT_CHARACTERS) ?? null),
    markdownTruncated: !whole && (markdown?.length ?? 0) > ANSWER_LIMIT_CHARACTERS,
    error: record.outcome === 'success' ? null : (content?.error ?? record.error),
    raw: text.slice(0, RAW_LIMIT_CHARACTERS),
    rawTruncated: reading.kind === 'ends' || text.length > RAW_LIMIT_CHARACTERS,
    sizeBytes: record.sizeBytes,
  }
}

function textOf(reading: FileReading): string {
  if (reading.kind === 'whole') return reading.text
  return reading.kind === 'ends' ? reading.head : ''
}

function parse(text: string): { result: string | null; error: string | null } | null {
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content !== 'object' || content === null) return null
    return { result: ownText(content, 'result'), error: ownText(content, 'error')?.trim() || null }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function ownText(content: object, field: string): string | null {
  const value: unknown = Object.getOwnPropertyDescriptor(content, field)?.value
  return typeof value === 'string' ? value : null
}
