import { read } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'

const CHUNK_BYTES = 64 * 1024
/** More than the largest answer that is promised, and less than what a string can be. */
const LIMIT_BYTES = 256 * 1024 * 1024
/** The agent writes it at once; who has not by then is not waited for any longer. */
const WAIT_MS = 5000
/** Standard input may be of a kind that says "try again" (a pipe that somebody made non-blocking). */
const AGAIN_MS = 5

/**
 * All of standard input. Throws `AppError('request_invalid')` where it does not end in time, and `too_large`. Read by its
 * number: the stream takes longer to load than all of this takes.
 */
export async function readInput(descriptor = 0, waitMs = WAIT_MS): Promise<Buffer> {
  const untilMs = performance.now() + waitMs
  const chunks: Buffer[] = []
  let length = 0
  for (;;) {
    const chunk = await readChunk(descriptor, untilMs)
    if (chunk === null)
      return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    length += chunk.length
    if (length > LIMIT_BYTES)
      throw new AppError('too_large', `Standard input is longer than ${LIMIT_BYTES} bytes; it was not read.`)
    chunks.push(chunk)
  }
}

/** `null` at the end. What is closed or was never there is at its end. */
async function readChunk(descriptor: number, untilMs: number): Promise<Buffer | null> {
  for (;;) {
    const outcome = await Promise.race([readOnce(descriptor), waitUntil(untilMs)])
    if (Buffer.isBuffer(outcome)) return outcome.length === 0 ? null : outcome
    if (outcome === 'EBADF') return null
    if (outcome !== 'EAGAIN')
      throw new AppError('request_invalid', `Standard input cannot be read: ${outcome}.`)
    if (performance.now() > untilMs) throw late()
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

function readOnce(descriptor: number): Promise<Buffer | string> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    read(descriptor, buffer, 0, CHUNK_BYTES, null, (error, count) => {
      if (error === null) return resolve(buffer.subarray(0, count))
      const code = systemErrorCode(error)
      if (code === null) reject(error)
      else resolve(code)
    })
  })
}

function waitUntil(untilMs: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(late()), Math.max(0, untilMs - performance.now())).unref()
  })
}

const late = (): AppError =>
  new AppError('request_invalid', 'Standard input did not end in time: expected the JSON of a hook on it.')
