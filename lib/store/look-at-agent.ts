import type { AgentSign, AgentWork } from '#lib/model/agent-work.ts'
import { statEntry } from './list-directory.ts'
import { readProcessState } from './process-state.ts'

/** What is seen of an agent just now: two or three calls of the system, and no byte of the transcript. */
export function lookAtAgent(work: AgentWork | null): AgentSign {
  if (work === null) return { grewAtMs: null, process: 'unknown' }
  return { grewAtMs: grewAt(work.transcript), process: readProcessState(work.process) }
}

/** Of a regular file only: what else lies there, and where a link leads, says nothing of an agent. */
function grewAt(path: string | null): number | null {
  const stat = path === null ? null : statEntry(path)
  return stat?.kind === 'file' ? stat.modifiedAtMs : null
}
