import type { AgentSign, ProcessState } from '#lib/model/agent-work.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { SessionWork } from '#lib/model/session.ts'

/** What is seen of the agent of a record in running/. */
export type SignOf = (record: FileRecord) => AgentSign

export type RunningAgent = {
  record: FileRecord
  startedAtMs: number
  /** The latest of its start and of what was seen since. */
  lastSignAtMs: number
  process: ProcessState
}

/** Agents that started and have not answered, the longest silent first. `files` are a session's own. */
export function runningAgents(files: readonly FileRecord[], signOf: SignOf): RunningAgent[] {
  return files
    .filter(isAtWork)
    .map((record) => {
      const { grewAtMs, process } = signOf(record)
      const lastSignAtMs = Math.max(record.modifiedAtMs, grewAtMs ?? Number.NEGATIVE_INFINITY)
      const startedAtMs = record.work?.startedAtMs ?? record.modifiedAtMs
      return { record, startedAtMs, lastSignAtMs, process }
    })
    .sort((a, b) => a.lastSignAtMs - b.lastSignAtMs || (a.record.path < b.record.path ? -1 : 1))
}

export const isAtWork = ({ kind, area }: Pick<FileRecord, 'kind' | 'area'>): boolean =>
  kind === 'running' && area === 'running'

/** `null` where none is at work. */
export function summarizeWork(agents: readonly RunningAgent[]): SessionWork | null {
  const [first] = agents
  if (first === undefined) return null
  return {
    agents: agents.length,
    waitingFor: first.record.agent,
    sinceMs: first.startedAtMs,
    silentSinceMs: first.lastSignAtMs,
    process: processOf(agents),
  }
}

/** Unknown is not dead: a session's process is gone only where that is known of each. */
function processOf(agents: readonly RunningAgent[]): ProcessState {
  if (agents.some(({ process }) => process === 'alive')) return 'alive'
  return agents.every(({ process }) => process === 'gone') ? 'gone' : 'unknown'
}
