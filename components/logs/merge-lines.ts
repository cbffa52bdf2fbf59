import type { LogLine } from '#lib/model/log.ts'

/** So many lines are held; beyond that those farthest from where somebody reads are let go. */
export const HELD_LINES = 20_000

/**
 * Lines in the order of the file, each once: what is whole takes the place of what was being written, and what matches
 * that of what stood near it.
 */
export function mergeLines(held: readonly LogLine[], added: readonly LogLine[]): LogLine[] {
  const [first, last] = [added[0], added.at(-1)]
  if (first === undefined || last === undefined) return [...held]
  if (first.offset > (held.at(-1)?.offset ?? -1)) return [...held, ...added]
  if (last.offset < (held[0]?.offset ?? Number.POSITIVE_INFINITY)) return [...added, ...held]
  const lines = new Map(held.map((line) => [line.offset, line]))
  for (const line of added) if (!line.context || !lines.has(line.offset)) lines.set(line.offset, line)
  return [...lines.values()].sort((one, other) => one.offset - other.offset)
}
