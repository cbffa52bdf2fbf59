import type { FileRecord } from '#lib/model/file-record.ts'
import { isReadable } from '#lib/sessions/is-readable.ts'
import { ownFiles } from '#lib/sessions/summarize-session.ts'
import { ownField } from '#lib/store/parse-json.ts'

/** Files that were copied without their times are written in any order, one soon after the other. */
const TOLERANCE_MS = 60_000

/**
 * How many results of a session are not in its integrated file: beyond those that it says it holds, or written after it.
 * What says nothing of that, as an integrator of the user's own may make it, is believed to hold what was there.
 */
export function lackingResults(
  content: ReadonlyMap<string, unknown> | null,
  integratedAtMs: number,
  records: readonly FileRecord[],
): number {
  const results = ownFiles(records).filter((file) => file.kind === 'result' && isReadable(file))
  const later = results.filter(({ modifiedAtMs }) => modifiedAtMs > integratedAtMs + TOLERANCE_MS)
  const held = content === null ? null : heldResults(content)
  return Math.max(later.length, held === null ? 0 : results.length - held)
}

/** The original's `metadata.total_results`, or else the counts by agent. */
function heldResults(content: ReadonlyMap<string, unknown>): number | null {
  const total = ownField(content.get('metadata'), 'total_results')
  if (isCount(total)) return total
  const agents = content.get('agent_results')
  if (typeof agents !== 'object' || agents === null) return null
  const counts = Object.values(agents).map((agent) => ownField(agent, 'count'))
  return counts.every(isCount) ? counts.reduce((sum, count) => sum + count, 0) : null
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
