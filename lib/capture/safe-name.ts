import { createHash } from 'node:crypto'
import { isSessionId } from '#lib/model/session-id.ts'

/**
 * A session's id or a task's as a part of a file's name: itself where it can be one, else what of it can, and a part of its
 * hash, so that two ids never become one name. A leading dot would hide a file, and "~2" is how a second file of one
 * name is told from the first.
 */
export function safeName(id: string, limitBytes: number): string {
  const safe = id.replace(UNSAFE, '_').replace(/^[.-]/, '_')
  if (safe === id && id !== '' && Buffer.byteLength(id) <= limitBytes) return id
  const hash = createHash('sha256').update(id, 'utf16le').digest('hex').slice(0, HASH_CHARACTERS)
  return `${cutTo(safe, limitBytes - HASH_CHARACTERS - 1)}-${hash}`
}

const HASH_CHARACTERS = 12

/** Separators, what controls, hides or is half a character, what file systems elsewhere refuse, and what numbers names. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}/\\<>"|?*~]/gu

/** As many whole characters as have so many bytes. */
function cutTo(text: string, limitBytes: number): string {
  let bytes = 0
  let cut = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > limitBytes) break
    cut += character
  }
  return cut
}

/** `<session>_<task>_<stamp>.json` has at most 255 bytes. */
const SESSION_LIMIT_BYTES = 128
const TASK_LIMIT_BYTES = 88

export const sessionName = (id: string): string => safeName(id, SESSION_LIMIT_BYTES)
export const taskName = (id: string): string => safeName(id, TASK_LIMIT_BYTES)

/** A session's id as whoever reads it takes one; one that cannot be is known by the name that it would have. */
export const toSessionId = (given: string): string => (isSessionId(given) ? given : sessionName(given))

/** Agent and id together are a task, which has 255 characters at most. */
const AGENT_LIMIT_CHARACTERS = 120

/** An agent's id or type, on the same terms. */
export const toAgentWord = (given: string): string =>
  given.length > AGENT_LIMIT_CHARACTERS ? safeName(given, AGENT_LIMIT_CHARACTERS) : given

/** `YYYYmmdd_HHMMSS_<nanoseconds>`, in local time as the original has it. */
export function stampOf(atMs: number): string {
  const at = new Date(atMs)
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0')
  const day = `${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`
  const time = `${pad(at.getHours())}${pad(at.getMinutes())}${pad(at.getSeconds())}`
  // The clock tells milliseconds; what follows tells apart what begins in the same one.
  const within = process.hrtime.bigint() % 1_000_000n
  return `${day}_${time}_${pad(at.getMilliseconds(), 3)}${pad(Number(within), 6)}`
}
