import type { History } from '#lib/history/history.ts'
import { type MoveEvidence, type MoveRequest, planSessionMove } from '#lib/recovery/plan-session-move.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import { moveEvidenceReader } from '#lib/recovery/read-move-evidence.ts'
import { lookAtRecord } from '#lib/sessions/look-at-record.ts'
import { summarizeSession } from '#lib/sessions/summarize-session.ts'

/** Sessions that are asked for by name; `null` is every one that is live. */
export type SessionMoves = { sessions: readonly string[] | null; request: MoveRequest }

type Sources = { history: History; resultsDirectory: string; activeWindowMs: number }

/** Plans the move of sessions from what is known of them, and from where their files lie on disk just now. */
export function planMoves(sources: Sources, { sessions, request }: SessionMoves): PlannedItems {
  const ids = sessions ?? oldestFirst(sources.history, request)
  const read = moveEvidenceReader(sources.resultsDirectory)
  return planSessionMove(new Set(ids), (id) => readEvidence(sources, id, request.nowMs, read), request)
}

/** Of those that were quiet for long enough. */
function oldestFirst(history: History, { quietForMs, nowMs }: MoveRequest): string[] {
  return history.sessions
    .live()
    .filter(({ lastActivityAtMs }) => nowMs - lastActivityAtMs >= quietForMs)
    .map(({ id }) => id)
    .reverse()
}

/** Its state is decided anew, since time has passed. */
function readEvidence(
  { history, activeWindowMs }: Sources,
  id: string,
  nowMs: number,
  read: ReturnType<typeof moveEvidenceReader>,
): MoveEvidence | null {
  const records = history.files.ofSession(id)
  const summary = summarizeSession(id, records, { nowMs, activeWindowMs, signOf: lookAtRecord })
  return summary === null ? null : read(summary.session, records)
}
