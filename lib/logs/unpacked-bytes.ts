import type { FileHandle } from 'node:fs/promises'
import { createGunzip, type Gunzip } from 'node:zlib'
import { readAt } from './read-at.ts'

/**
 * Packed bytes that are handed to the library at once: what they hold, at most a thousand times as much, is in memory. A
 * piece in which data is broken comes again in smaller ones.
 */
const PIECES_BYTES = [64 * 1024, 256, 1] as const
const CHUNK_BYTES = 256 * 1024

/** Where the library came upon a fault, and lost what it had unpacked of that piece. */
type Lost = { pieceAt: number; error: Error }

/**
 * What a compressed file holds up to its end or its first fault, which is thrown once everything before it was handed
 * out.
 */
export async function* unpackedBytes(handle: FileHandle): AsyncGenerator<Buffer, void> {
  const seen = { bytes: 0 }
  let from = 0
  let fault: Error | null = null
  for (const pieceBytes of PIECES_BYTES) {
    const lost: Lost | null = yield* unpackFrom(handle, { pieceBytes, from }, seen)
    if (lost === null) return
    from = lost.pieceAt
    fault = lost.error
  }
  if (fault !== null) throw fault
}

/**
 * Hands out what was not seen yet, in pieces of that length from a place on. Throws what the library says at the very
 * end, where nothing is lost.
 */
async function* unpackFrom(
  handle: FileHandle,
  { pieceBytes, from }: { pieceBytes: number; from: number },
  seen: { bytes: number },
): AsyncGenerator<Buffer, Lost | null> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  const chunks: Buffer[] = []
  let unpacked = 0
  gunzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  // Whoever hands it a piece is told; between pieces nobody need be.
  gunzip.on('error', () => undefined)
  const unseen = (): Buffer[] =>
    chunks.splice(0).flatMap((chunk) => {
      unpacked += chunk.length
      const fresh = unpacked <= seen.bytes ? [] : [chunk.subarray(seen.bytes - unpacked)]
      seen.bytes = Math.max(seen.bytes, unpacked)
      return fresh
    })
  try {
    for (let at = 0; ; ) {
      const piece = await readAt(handle, at, at < from ? Math.min(PIECES_BYTES[0], from - at) : pieceBytes)
      if (piece.length === 0) break
      const fault = await faultIn(gunzip, piece)
      yield* unseen()
      if (fault !== null) return { pieceAt: at, error: fault }
      at += piece.length
    }
    const fault = await faultIn(gunzip, null)
    yield* unseen()
    if (fault !== null) throw fault
    return null
  } finally {
    gunzip.destroy()
  }
}

/** Takes a piece, or with `null` the end of all, and resolves with what the library has against it. */
async function faultIn(gunzip: Gunzip, piece: Buffer | null): Promise<Error | null> {
  const { promise, resolve } = Promise.withResolvers<Error | null>()
  const isDone = (): void => resolve(null)
  gunzip.once('error', resolve).once('end', isDone)
  if (piece !== null) gunzip.write(piece, (error) => resolve(error ?? null))
  else if (gunzip.readableEnded) isDone()
  else gunzip.end()
  const fault = await promise
  gunzip.off('end', isDone).off('error', resolve)
  // Some may be on its way still to whoever listens.
  while (fault === null && gunzip.read() !== null);
  return fault
}
