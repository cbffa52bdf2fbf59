import type { FileHandle } from 'node:fs/promises'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { formatBytes } from '#lib/format/bytes.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import type { LogSource } from './log-source.ts'
import { readAt } from './read-at.ts'
import { type Unpacking, unpack } from './unpack.ts'

/** A small file can hold a thousand times its own size: nobody waits for more than this. */
export const UNPACKED_LIMIT_BYTES = 2 * 1024 ** 3
/** More than a page of lines. */
const OVERLAP_BYTES = 2 * 1024 ** 2

export type Patience = {
  /** No more of it is looked at. */
  limitBytes: number
  /** As much of what was unpacked is kept, so that what lies near is unpacked once. */
  windowBytes: number
  /** No more is unpacked again to go back: one line of this length would take hours. */
  againBytes: number
}

export const FOR_A_PAGE: Patience = {
  limitBytes: UNPACKED_LIMIT_BYTES,
  windowBytes: 8 * 1024 ** 2,
  againBytes: 3 * 1024 ** 3,
}

/** In a thread of its own. */
export const FOR_A_SEARCH: Patience = {
  limitBytes: UNPACKED_LIMIT_BYTES,
  windowBytes: 32 * 1024 ** 2,
  againBytes: 12 * 1024 ** 3,
}

/** By the first bytes of a gzip member (RFC 1952), whatever the file is called. */
export async function isPacked(handle: FileHandle): Promise<boolean> {
  return (await readAt(handle, 0, 2)).equals(Buffer.from([0x1f, 0x8b]))
}

type Window = { from: number; bytes: Buffer }

/**
 * A compressed log. It can only be unpacked from its beginning: once at first, to know how long it is and for its end,
 * and again for what lies before the part that is kept. One that is broken, cut short or too long is shown as far as it goes.
 * Reading throws `AppError('too_large')` where going back in it takes more than `patience`.
 */
export async function openPacked(handle: FileHandle, patience: Patience): Promise<LogSource> {
  const { windowBytes } = patience
  const { modifiedAtMs, inode } = stampFrom(await handle.stat())
  const { sizeBytes, fault, last } = await measure(handle, patience)
  let window: Window = last
  let reading: Unpacking | null = null
  let againBytes = 0

  const read = async (offset: number, length: number): Promise<Buffer> => {
    const end = Math.min(offset + length, sizeBytes)
    if (end <= offset) return Buffer.alloc(0)
    if (offset < window.from || end > window.from + window.bytes.length) window = await move(offset, end)
    return window.bytes.subarray(offset - window.from, end - window.from)
  }
  /** A part that holds these bytes, and as much more as is likely to be asked for next. */
  const move = async (offset: number, end: number): Promise<Window> => {
    const ahead = Math.max(end, Math.min(sizeBytes, offset + windowBytes))
    // Whoever reads on from where the last part ended needs no new beginning, and may look back a little.
    const ended = window.from + window.bytes.length
    if (reading?.at() === ended && offset >= Math.max(window.from, ended - OVERLAP_BYTES)) {
      if (offset > ended) {
        const from = Math.max(ended, offset - OVERLAP_BYTES)
        return { from, bytes: await reading.take(from, ahead) }
      }
      const kept = window.bytes.subarray(-OVERLAP_BYTES)
      const bytes = Buffer.concat([kept, await reading.take(ended, ahead)])
      return { from: ended - kept.length, bytes }
    }
    againBytes += end
    if (againBytes > patience.againBytes) throw tooFarBack(patience)
    await reading?.end()
    reading = unpack(handle)
    // Where somebody reads backwards, what lies before comes next.
    const from = offset === 0 ? 0 : Math.max(0, end - windowBytes)
    return { from, bytes: await reading.take(from, offset === 0 ? ahead : end) }
  }
  const close = async (): Promise<void> => {
    await reading?.end()
    await handle.close()
  }
  return { sizeBytes, modifiedAtMs, inode, packed: true, fault, read, close, [Symbol.asyncDispose]: close }
}

async function measure(
  handle: FileHandle,
  { limitBytes, windowBytes }: Patience,
): Promise<{ sizeBytes: number; fault: string | null; last: Window }> {
  const unpacking = unpack(handle)
  const kept: Buffer[] = []
  let keptBytes = 0
  let sizeBytes = 0
  let fault: string | null = null
  try {
    for (let chunk = await unpacking.next(); chunk !== null; chunk = await unpacking.next()) {
      const part = chunk.subarray(0, limitBytes - sizeBytes)
      kept.push(part)
      sizeBytes += part.length
      keptBytes += part.length
      while (keptBytes - (kept[0]?.length ?? 0) > windowBytes) keptBytes -= kept.shift()?.length ?? 0
      if (sizeBytes < limitBytes) continue
      fault = `It holds more than ${formatBytes(limitBytes)}, of which only the beginning is shown.`
      break
    }
  } catch (error) {
    fault = faultOf(error)
  } finally {
    await unpacking.end()
  }
  return { sizeBytes, fault, last: { from: sizeBytes - keptBytes, bytes: Buffer.concat(kept) } }
}

const tooFarBack = ({ againBytes }: Patience): AppError =>
  new AppError(
    'too_large',
    `Going back in this compressed log means to unpack more than ${formatBytes(againBytes)} again. Unpack it to look at this place.`,
  )

function faultOf(error: unknown): string {
  const code = systemErrorCode(error)
  if (code === null || !/^Z_|ERR_|^ENO/.test(code)) throw error
  if (code === 'Z_BUF_ERROR')
    return 'It ends before the compressed data does: it is cut short, or still being written.'
  // What a member says of its data at its end.
  if (error instanceof Error && /^incorrect (?:data|length) check$/.test(error.message))
    return 'Its checksum is not that of its data: some of what is shown may be wrong, and nothing behind it is.'
  return `What comes behind the last line is no gzip data (${code}), and is not shown.`
}
