import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { IssueItem } from '#lib/model/issue.ts'
import type { FileEvidence, Unseen } from '#lib/model/issue-evidence.ts'
import type { Session } from '#lib/model/session.ts'

/**
 * Stale sessions quiet for longer than `afterMs`, the longest first. What is active is left alone, and what has a process
 * that is alive is for a person to decide about.
 */
export function quietSessions(live: readonly Session[], afterMs: number, nowMs: number): Session[] {
  return live
    .filter(({ state, work }) => state === 'stale' && work?.process !== 'alive')
    .filter(({ lastActivityAtMs }) => nowMs - lastActivityAtMs > afterMs)
    .sort((a, b) => a.lastActivityAtMs - b.lastActivityAtMs || (a.id < b.id ? -1 : 1))
}

/** A session that has been quiet: what there is of it, and since when. */
export function quietItem(session: Session, nowMs: number): IssueItem {
  const { id, results, expected, errors, lastActivityAtMs, sizeBytes } = session
  const arrived =
    expected === null
      ? formatQuantity(results, 'result')
      : `${results} of ${formatQuantity(expected, 'expected result')}`
  const failed = errors === 0 ? '' : `, ${errors} failed`
  return {
    name: id,
    sessionId: id,
    evidence: `Quiet for ${formatDuration(nowMs - lastActivityAtMs)}; ${arrived}${failed}.`,
    sinceMs: lastActivityAtMs,
    sizeBytes,
  }
}

export function fileItem(file: FileEvidence, evidence: string): IssueItem {
  const { path, sessionId, modifiedAtMs, sizeBytes } = file
  return { name: path, sessionId, evidence, sinceMs: modifiedAtMs, sizeBytes }
}

export function unseenItem({ path, reason }: Unseen, sessionId: string | null = null): IssueItem {
  return { name: path, sessionId, evidence: reason, sinceMs: null, sizeBytes: null }
}

/** The same of a file or directory that the index could not read. */
export const unreadItem = ({ path, problemDetail, sessionId }: FileEvidence): IssueItem =>
  unseenItem({ path, reason: problemDetail ?? 'It could not be read.' }, sessionId)

export const isDirectory = ({ kind }: FileEvidence): boolean => kind === 'directory'
