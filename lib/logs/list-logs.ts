import { AppError } from '#lib/errors.ts'
import type { LogFile, LogForm, LogList } from '#lib/model/log.ts'
import { listDirectory, stampFrom, statEntry } from '#lib/store/list-directory.ts'
import type { LineCounter } from './count-lines.ts'
import { lineSpansAfter } from './line-spans.ts'
import { LOGS, openFile } from './open-log.ts'
import { isPacked } from './packed-source.ts'
import { parseLine } from './parse-line.ts'
import { readAt } from './read-at.ts'
import { readLines } from './read-lines.ts'

/** Enough for the first lines, by which the form is told. */
const HEAD_BYTES = 8192
const HEAD_LINES = 20
/** More files than anybody chooses from; the latest are listed. */
export const FILES_LIMIT = 1000

const KINDS = {
  symlink: 'a symbolic link, which is not followed',
  directory: 'a directory',
  other: 'no regular file',
  unnameable: 'a name that is no UTF-8',
} as const

/** The logs of a home, those written last first, and what else lies among them. */
export async function listLogs(home: string, counter: LineCounter): Promise<LogList> {
  const path = `${home}/${LOGS}`
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind === 'gone') return { files: [], leftOut: [], fault: null }
  if (listing.kind === 'refused') return { files: [], leftOut: [], fault: listing.detail }
  const leftOut: LogList['leftOut'] = []
  const names: { name: string; modifiedAtMs: number }[] = []
  for (const { name, kind } of listing.entries) {
    if (kind !== 'file') leftOut.push({ name, reason: KINDS[kind] })
    else {
      const stat = statEntry(`${path}/${name}`)
      if (stat.kind === 'file') names.push({ name, modifiedAtMs: stat.modifiedAtMs })
    }
  }
  names.sort((one, other) => other.modifiedAtMs - one.modifiedAtMs || (one.name < other.name ? -1 : 1))
  const files: LogFile[] = []
  for (const { name } of names.slice(0, FILES_LIMIT)) {
    const seen = await readLogFile(home, name, counter)
    if ('reason' in seen) leftOut.push(seen)
    else files.push(seen)
  }
  if (names.length > FILES_LIMIT)
    leftOut.push({ name: '…', reason: `${names.length - FILES_LIMIT} older files` })
  return { files, leftOut, fault: null }
}

async function readLogFile(
  home: string,
  name: string,
  counter: LineCounter,
): Promise<LogFile | { name: string; reason: string }> {
  try {
    await using handle = await openFile(home, name)
    const stat = await handle.stat()
    const { sizeBytes, modifiedAtMs } = stampFrom(stat)
    const packed = await isPacked(handle)
    const head = await readAt(handle, 0, Math.min(HEAD_BYTES, sizeBytes))
    const lines = counter.linesOf({ name, device: stat.dev, inode: stat.ino, sizeBytes, modifiedAtMs })
    return { name, sizeBytes, modifiedAtMs, packed, form: packed ? null : await formOf(head), lines }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { name, reason: error.message }
  }
}

/** The form that most of the first lines have that have one. */
async function formOf(head: Buffer): Promise<LogForm | null> {
  const source = {
    sizeBytes: head.length,
    read: async (offset: number, length: number) => head.subarray(offset, offset + length),
  }
  const lines = await readLines(source, await lineSpansAfter(source, 0, HEAD_LINES), HEAD_BYTES)
  const forms = lines.map(({ text }) => parseLine(text).form)
  return forms.find((form) => form !== 'other') ?? forms[0] ?? null
}
