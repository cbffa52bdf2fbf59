import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { systemErrorCode } from '#lib/errors.ts'
import { readAt } from './read-at.ts'

const CHUNK_BYTES = 256 * 1024

/** What a compressed file holds, from its beginning on; of several members one after the other. */
export type Unpacking = {
  /** How much was handed out or passed over. */
  at(): number
  /** `null` at the end. Throws what the library says of broken data. */
  next(): Promise<Buffer | null>
  /** The bytes from `from`, which lies ahead, to `end`; fewer where it ends or breaks off before. */
  take(from: number, end: number): Promise<Buffer>
  end(): Promise<void>
}

export function unpack(handle: FileHandle): Unpacking {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  // Not a stream of the handle, which would close it at its own end.
  const packed = Readable.from(packedBytes(handle), { objectMode: false })
  packed.on('error', (error) => gunzip.destroy(error))
  // Whoever reads is told; once nobody does, nobody need be.
  gunzip.on('error', () => undefined)
  const chunks: AsyncIterator<Buffer> = packed.pipe(gunzip)[Symbol.asyncIterator]()
  let at = 0
  /** What was unpacked beyond what somebody asked for. */
  let rest: Buffer | null = null

  const next = async (): Promise<Buffer | null> => {
    const chunk = rest ?? (await nextOf(chunks))
    rest = null
    at += chunk?.length ?? 0
    return chunk
  }
  const take = async (from: number, end: number): Promise<Buffer> => {
    const parts: Buffer[] = []
    while (at < end) {
      const chunk = await nextWherePossible(next)
      if (chunk === null) break
      const begin = at - chunk.length
      if (at > end) {
        rest = chunk.subarray(end - begin)
        at = end
      }
      // Even an empty part of a chunk would keep all of it in memory.
      if (begin + chunk.length > from) parts.push(chunk.subarray(Math.max(0, from - begin), end - begin))
    }
    return Buffer.concat(parts)
  }
  return {
    at: () => at,
    next,
    take,
    async end() {
      packed.destroy()
      gunzip.destroy()
      await nextWherePossible(async () => (await chunks.return?.())?.value ?? null)
    },
  }
}

async function* packedBytes(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let offset = 0; ; ) {
    const chunk = await readAt(handle, offset, CHUNK_BYTES)
    if (chunk.length === 0) return
    yield chunk
    offset += chunk.length
  }
}

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  const { done, value } = await chunks.next()
  return done ? null : value
}

async function nextWherePossible(next: () => Promise<Buffer | null>): Promise<Buffer | null> {
  try {
    return await next()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
