import type { LogSource } from './log-source.ts'

const NEWLINE = 0x0a
const CHUNK_BYTES = 1024 * 1024

/** How many lines end between two offsets. Others get their turn after each piece. */
export async function countBreaks(
  source: Pick<LogSource, 'read'>,
  from: number,
  until: number,
): Promise<number> {
  let breaks = 0
  for (let offset = from; offset < until; ) {
    const chunk = await source.read(offset, Math.min(CHUNK_BYTES, until - offset))
    if (chunk.length === 0) break
    // An iterator takes five times as long.
    for (let at = 0; at < chunk.length; at += 1) if (chunk[at] === NEWLINE) breaks += 1
    offset += chunk.length
  }
  return breaks
}
