import type { History } from '#lib/history/history.ts'
import type { MoveEvidence } from '#lib/recovery/plan-session-move.ts'
import { isOnlyCopy, isPastRetention } from '#lib/recovery/plan-space.ts'
import { readEndedFiles } from '#lib/recovery/read-move-evidence.ts'

type Sources = { history: History; resultsDirectory: string; nowMs: number }

/** Of what cannot be taken, or not this time, some are named. */
const NAMED_BEYOND = 100

/** Finished sessions past their retention with their files on disk, the oldest first; then some that are kept, as their only results. */
export function readPastRetention(
  { history, resultsDirectory, nowMs }: Sources,
  limit: number,
): MoveEvidence[] {
  const past = [...history.sessions.finished()].filter((session) => isPastRetention(session, nowMs)).reverse()
  const taken = past.filter((session) => !isOnlyCopy(session)).slice(0, limit + NAMED_BEYOND)
  const kept = past.filter(isOnlyCopy).slice(0, NAMED_BEYOND)
  return [...taken, ...kept].map((session) =>
    readEndedFiles(resultsDirectory, session, history.files.ofSession(session.id)),
  )
}
