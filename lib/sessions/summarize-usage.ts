import { type AgentUsage, USAGE_COUNTS } from '#lib/model/agent-work.ts'
import type { SessionUsage } from '#lib/model/session.ts'

/** What results cost together; `null` where none says. */
export function summarizeUsage(all: readonly (AgentUsage | null)[]): SessionUsage | null {
  // Asked of every session, and mostly there is nothing.
  if (all.every((usage) => usage === null)) return null
  const known = all.filter((usage) => usage !== null)
  const models = new Set(known.map(({ model }) => model).filter((model) => model !== null))
  const sum: SessionUsage = {
    results: known.length,
    models: [...models].sort(),
    inputTokens: null,
    outputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    toolCalls: null,
  }
  for (const name of USAGE_COUNTS) sum[name] = sumOf(known.map((usage) => usage[name]))
  return sum
}

/** Of what is known; `null` where nothing is. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0)
}
