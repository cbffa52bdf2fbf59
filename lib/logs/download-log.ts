import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { INSIDE_OF_KEY } from '#lib/format/log-text.ts'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { lineSpansAfter } from './line-spans.ts'
import { openFile, openLog } from './open-log.ts'
import { isPacked } from './packed-source.ts'
import { readAt } from './read-at.ts'
import { readLines } from './read-lines.ts'

export type LogDownload = {
  name: string
  contentType: string
  /** `null` where that is known at the end only. */
  sizeBytes: number | null
  bytes: AsyncIterable<Uint8Array>
}

const CHUNK_BYTES = 256 * 1024
/** Secrets are looked for within so much of a line; what is longer is cut, and says so. */
const MASKED_LINE_BYTES = 1024 * 1024

/** A log as a file of its own, as long as it is now; with `mask`, without what looks like a secret. */
export async function downloadLog(home: string, name: string, mask: boolean): Promise<LogDownload> {
  await using handle = await openFile(home, name)
  const [{ size }, packed] = await Promise.all([handle.stat(), isPacked(handle)])
  const contentType = packed ? 'application/gzip' : 'text/plain; charset=utf-8'
  if (!mask) return { name, contentType, sizeBytes: size, bytes: bytesOf(home, name, size) }
  const text = maskedBytes(home, name)
  return {
    name,
    contentType,
    sizeBytes: null,
    bytes: packed ? Readable.from(text, { objectMode: false }).pipe(createGzip()) : text,
  }
}

/** Opened again by whoever reads: who never does leaves nothing open. */
async function* bytesOf(home: string, name: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  await using handle = await openFile(home, name)
  for (let offset = 0; offset < sizeBytes; ) {
    const chunk = await readAt(handle, offset, Math.min(CHUNK_BYTES, sizeBytes - offset))
    if (chunk.length === 0) return
    yield chunk
    offset += chunk.length
  }
}

async function* maskedBytes(home: string, name: string): AsyncGenerator<Buffer> {
  await using source = await openLog(home, name)
  for (let offset = 0; offset < source.sizeBytes; ) {
    const spans = await lineSpansAfter(source, offset, Number.POSITIVE_INFINITY)
    const lines = await readLines(source, spans, MASKED_LINE_BYTES)
    const texts = lines.map(
      ({ text, wholeBytes, unfinished }) =>
        `${maskLine(text)}${wholeBytes === null ? '' : ` … (cut: ${wholeBytes} bytes)`}${unfinished ? '' : '\n'}`,
    )
    yield Buffer.from(texts.join(''))
    offset = spans.at(-1)?.nextOffset ?? source.sizeBytes
  }
}

const maskLine = (text: string): string => (INSIDE_OF_KEY.test(text.trim()) ? '••••••' : maskSecrets(text))
