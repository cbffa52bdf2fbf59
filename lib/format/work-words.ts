import type { ProcessState } from '#lib/model/agent-work.ts'
import type { SessionWork } from '#lib/model/session.ts'
import { formatSince } from './duration.ts'
import { formatCount } from './number.ts'

export const PROCESS_WORDS: Readonly<Record<ProcessState, string>> = {
  alive: 'process alive',
  gone: 'process gone',
  unknown: 'process unknown',
}

/** "waiting for krukai-optimizer for 12 min"; of several, the one that has been silent longest. */
export function formatWaiting({ agents, waitingFor, sinceMs }: SessionWork, nowMs: number): string {
  const more = agents > 1 ? ` and ${formatCount(agents - 1)} more` : ''
  return `waiting for ${waitingFor ?? 'an unknown agent'}${more} for ${formatSince(sinceMs, nowMs)}`
}
