import type { FileHandle } from 'node:fs/promises'
import { systemErrorCode } from '#lib/errors.ts'
import { unpackedBytes } from './unpacked-bytes.ts'

/** What a compressed file holds, from its beginning on; of several members one after the other. */
export type Unpacking = {
  /** How much was handed out or passed over. */
  at(): number
  /** `null` at the end. Throws what the library says of broken data, once all before it was handed out. */
  next(): Promise<Buffer | null>
  /** The bytes from `from`, which lies ahead, to `end`; fewer where it ends or breaks off before. */
  take(from: number, end: number): Promise<Buffer>
  end(): Promise<void>
}

export function unpack(handle: FileHandle): Unpacking {
  const chunks = unpackedBytes(handle)
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
      await chunks.return(undefined)
    },
  }
}

async function nextOf(chunks: AsyncGenerator<Buffer, void>): Promise<Buffer | null> {
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
