import type { ProcessState } from '#lib/model/agent-work.ts'
import type { Session, SessionState, SessionWork } from '#lib/model/session.ts'
import { formatSince } from './duration.ts'
import { formatCount } from './number.ts'

export const PROCESS_WORDS: Readonly<Record<ProcessState, string>> = {
  alive: 'process alive',
  gone: 'process gone',
  unknown: 'process unknown',
}

/** Whether nobody is known to be at work on it: that its process is alive speaks against it, so it goes only by name. */
export const isLeftBehind = ({ work }: Pick<Session, 'work'>): boolean => work?.process !== 'alive'

type Moment = {
  state: SessionState
  /** For how long an agent may be silent; `null` where that is not known. */
  limitMs: number | null
  nowMs: number
}

/** Whether an agent was last seen to do anything so long ago that it hangs. */
export const isSilent = (sinceMs: number, { limitMs, nowMs }: Pick<Moment, 'limitMs' | 'nowMs'>): boolean =>
  limitMs !== null && nowMs - sinceMs >= limitMs

/**
 * "waiting for krukai-optimizer for 12 min"; of several, the one that has been silent longest, and for how long once that
 * is over the limit. Of what has gone quiet as a whole, what is known of the process.
 */
export function formatWaiting(work: SessionWork, { state, limitMs, nowMs }: Moment): string {
  const { agents, waitingFor, sinceMs, silentSinceMs, process } = work
  const more = agents > 1 ? ` and ${formatCount(agents - 1)} more` : ''
  return [
    `waiting for ${waitingFor ?? 'an unknown agent'}${more} for ${formatSince(sinceMs, nowMs)}`,
    ...(isSilent(silentSinceMs, { limitMs, nowMs })
      ? [`silent for ${formatSince(silentSinceMs, nowMs)}`]
      : []),
    ...(state === 'stale' ? [PROCESS_WORDS[process]] : []),
  ].join(', ')
}
