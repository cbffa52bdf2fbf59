import type { AgentSign } from '#lib/model/agent-work.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import { isAtWork } from '#lib/sessions/running-agents.ts'
import { lookAtAgent } from '#lib/store/look-at-agent.ts'

/**
 * What is seen of agents at work. Their transcripts lie where nobody watches, so each is looked at now and then: every two
 * seconds while it grows, and the longer it is silent the more rarely, up to once a minute.
 */
export type AgentWatch = {
  /** What was seen last of the agent of a record; one that is not known yet is looked at. */
  signOf(record: FileRecord): AgentSign
  /** Goes on looking at those of these files of a session that are agents at work, and at no other of it. */
  follow(sessionId: string, files: readonly FileRecord[]): void
  /** Looks at the agents of a session, whenever they are due. */
  look(sessionId: string): void
  /** Looks at agents that are due, some hundreds at most; the sessions of which something else is seen than before. */
  lookAtDue(): Set<string>
  /** When the next one is due, epoch milliseconds; infinity where none is at work. */
  nextLookMs(): number
}

type Watched = { record: FileRecord; sign: AgentSign; dueAtMs: number }

const SHORTEST_MS = 2000
const LONGEST_MS = 60_000
/** An agent that has been silent for a quarter of an hour is looked at once a minute. */
const SHARE_OF_SILENCE = 15
/** Looked at in one go, so that thousands that were left behind keep nobody waiting: each takes some 20 µs. */
const LOOKS_AT_ONCE = 250

export function watchAgents(now: () => number): AgentWatch {
  const sessions = new Map<string, Map<string, Watched>>()
  const lookNow = (record: FileRecord): Watched => {
    const sign = lookAtAgent(record.work)
    return { record, sign, dueAtMs: now() + pauseOf(now() - (sign.grewAtMs ?? record.modifiedAtMs)) }
  }
  const known = ({ sessionId, path }: FileRecord): Watched | undefined =>
    sessions.get(sessionId ?? '')?.get(path)
  const all = (): Watched[] => [...sessions.values()].flatMap((watched) => [...watched.values()])
  return {
    signOf: (record) => known(record)?.sign ?? lookNow(record).sign,
    follow(sessionId, files) {
      const working = files.filter(isAtWork)
      if (working.length === 0) return void sessions.delete(sessionId)
      const before = sessions.get(sessionId)
      const watched = working.map((record): [string, Watched] => {
        const same = before?.get(record.path)
        return [record.path, same && isSame(same.record, record) ? same : lookNow(record)]
      })
      sessions.set(sessionId, new Map(watched))
    },
    look(sessionId) {
      const watched = sessions.get(sessionId)
      for (const [path, { record }] of watched ?? []) watched?.set(path, lookNow(record))
    },
    lookAtDue() {
      const changed = new Set<string>()
      const due = all().filter(({ dueAtMs }) => dueAtMs <= now())
      for (const one of due.toSorted((a, b) => a.dueAtMs - b.dueAtMs).slice(0, LOOKS_AT_ONCE)) {
        const { sign, dueAtMs } = lookNow(one.record)
        const isOther = sign.grewAtMs !== one.sign.grewAtMs || sign.process !== one.sign.process
        if (isOther && one.record.sessionId !== null) changed.add(one.record.sessionId)
        Object.assign(one, { sign, dueAtMs })
      }
      return changed
    },
    nextLookMs: () =>
      all().reduce((first, { dueAtMs }) => Math.min(first, dueAtMs), Number.POSITIVE_INFINITY),
  }
}

const isSame = (a: FileRecord, b: FileRecord): boolean =>
  a.modifiedAtMs === b.modifiedAtMs && a.inode === b.inode && a.sizeBytes === b.sizeBytes

/** Until the next look at an agent that has been silent for so long. */
function pauseOf(silentMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, silentMs / SHARE_OF_SILENCE))
}
