import { fstatSync, read } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'

const CHUNK_BYTES = 64 * 1024
/** What comes in many chunks is long, and is read in larger ones. */
const LARGE_CHUNK_BYTES = 4 * 1024 * 1024
/** More than the largest answer that is promised, and less than what a string can be. */
const LIMIT_BYTES = 256 * 1024 * 1024
/** A harness that starts hundreds of hooks at once has not written to the first of them for seconds. */
const WAIT_MS = 20_000
const LOOK_MS = 100
/** Standard input may be of a kind that says "try again" (a pipe that somebody made non-blocking). */
const AGAIN_MS = 5

/**
 * All of standard input. Throws `AppError('request_invalid')` where it does not end in time, and `too_large`. Read by its
 * number: the stream takes longer to load than all of this takes.
 */
export async function readInput(descriptor = 0, waitMs = WAIT_MS): Promise<Buffer> {
  if (isTerminal(descriptor)) return Buffer.alloc(0)
  // Counted, not measured: a machine that stood still, or had no time for us, is no harness that is silent.
  let quietMs = 0
  return new Promise((resolve, reject) => {
    const looking = setInterval(() => {
      quietMs += LOOK_MS
      if (quietMs > waitMs) end(() => reject(late()))
    }, LOOK_MS)
    const end = (how: () => void): void => {
      clearInterval(looking)
      how()
    }
    readAll(descriptor, () => {
      quietMs = 0
    }).then(
      (bytes) => end(() => resolve(bytes)),
      (error: unknown) => end(() => reject(error)),
    )
  })
}

/** Nobody hands over anything by one, nor by any other device. */
function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return false
  }
}

async function readAll(descriptor: number, sayAlive: () => void): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for (;;) {
    const chunk = await readChunk(descriptor, length < LARGE_CHUNK_BYTES ? CHUNK_BYTES : LARGE_CHUNK_BYTES)
    if (chunk === null)
      return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    sayAlive()
    length += chunk.length
    if (length > LIMIT_BYTES)
      throw new AppError('too_large', `Standard input is longer than ${LIMIT_BYTES} bytes; it was not read.`)
    chunks.push(chunk)
  }
}

/** `null` at the end. What is closed or was never there is at its end. */
async function readChunk(descriptor: number, bytes: number): Promise<Buffer | null> {
  for (;;) {
    const outcome = await readOnce(descriptor, bytes)
    if (Buffer.isBuffer(outcome)) return outcome.length === 0 ? null : outcome
    if (outcome === 'EBADF') return null
    if (outcome !== 'EAGAIN')
      throw new AppError('request_invalid', `Standard input cannot be read: ${outcome}.`)
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

/** What was read, or the code of what failed. A pipe fills little of a large buffer, which then is not kept. */
function readOnce(descriptor: number, bytes: number): Promise<Buffer | string> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(bytes)
    read(descriptor, buffer, 0, bytes, null, (error, count) => {
      if (error === null) {
        const filled = buffer.subarray(0, count)
        return resolve(count < bytes / 2 ? Buffer.from(filled) : filled)
      }
      const code = systemErrorCode(error)
      if (code === null) reject(error)
      else resolve(code)
    })
  })
}

const late = (): AppError =>
  new AppError('request_invalid', 'Standard input did not end in time: expected the JSON of a hook on it.')
