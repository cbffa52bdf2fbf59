import type { AgentSign, AgentWork } from '#lib/model/agent-work.ts'
import { statEntry } from './list-directory.ts'
import { readProcessState } from './process-state.ts'

/** What is seen of an agent just now: a few calls of the system, and no byte of the transcript. */
export function lookAtAgent(work: AgentWork | null): AgentSign {
  if (work === null) return { grewAtMs: null, process: 'unknown' }
  return { grewAtMs: grewAt(work.transcript), process: readProcessState(work.process) }
}

/** In 2025 it lay beside its session's, without a directory between. */
const OF_TODAY = /\/[^/]+\/subagents(?=\/agent-[^/]+\.jsonl$)/

/** Of a regular file only: what else lies there, and where a link leads, says nothing of an agent. */
function grewAt(path: string | null): number | null {
  if (path === null) return null
  const stat = statEntry(path)
  if (stat.kind === 'file') return stat.modifiedAtMs
  return stat.kind === 'gone' && OF_TODAY.test(path) ? grewAt(path.replace(OF_TODAY, '')) : null
}
