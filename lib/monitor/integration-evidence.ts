import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { History } from '#lib/history/history.ts'
import { waitsForIntegration } from '#lib/issues/detect-missing-integration.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { Session } from '#lib/model/session.ts'
import type { IntegrationEvidence } from '#lib/recovery/plan-integration.ts'
import { isReadable } from '#lib/sessions/is-readable.ts'
import { lookAtRecord } from '#lib/sessions/look-at-record.ts'
import { standsFor } from '#lib/sessions/quarantined-record.ts'
import { ownFiles, summarizeSession } from '#lib/sessions/summarize-session.ts'
import { containedPath, isName } from '#lib/store/contained-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { readNotes } from './session-detail.ts'

type Sources = { history: History; resultsDirectory: string; activeWindowMs: number; nowMs: number }

/** What of these sessions can be merged, and ids of which nothing is known. */
export function readIntegrationEvidence(
  sources: Sources,
  ids: readonly string[],
): { evidence: IntegrationEvidence[]; unknown: string[] } {
  const evidence: IntegrationEvidence[] = []
  const unknown: string[] = []
  for (const id of ids) {
    const records = sources.history.files.ofSession(id)
    const session = summarizeSession(id, records, { ...sources, signOf: lookAtRecord })?.session
    if (session === undefined) unknown.push(id)
    else evidence.push(evidenceOf(sources, session, records))
  }
  return { evidence, unknown }
}

export const NOTHING_ELSE = { largerThanBytes: Number.MAX_SAFE_INTEGER, laterThanMs: Number.MAX_SAFE_INTEGER }

/** Those that have ended and are an issue, the longest quiet first. */
export const neverIntegrated = (history: History): string[] =>
  history.summaries
    .issueEvidence(NOTHING_ELSE)
    .notIntegrated.filter(waitsForIntegration)
    .map(({ id }) => id)

function evidenceOf(
  { resultsDirectory, nowMs }: Sources,
  session: Session,
  records: readonly FileRecord[],
): IntegrationEvidence {
  const results = ownFiles(records)
    .filter(({ kind }) => kind === 'result')
    .sort((a, b) => (a.endedAtMs ?? 0) - (b.endedAtMs ?? 0) || (a.path < b.path ? -1 : 1))
  const notes = readNotes(resultsDirectory, records)
  const readable = results.filter(isReadable)
  const merge = {
    sessionId: session.id,
    results: readable.map((file) => ({
      path: file.path,
      cutShort: notes.find((note) => standsFor(note, file))?.missing ?? null,
    })),
    unreadable: results
      .filter((file) => !isReadable(file))
      .map(({ path, problemDetail }) => ({ path, reason: problemDetail ?? 'It cannot be read.' })),
    missing: Math.max(0, (session.expected ?? 0) - results.length),
    atMs: nowMs,
  }
  try {
    const look = (file: FileRecord) => ({ path: file.path, stamp: stampAt(resultsDirectory, file.path) })
    const before = [
      ...records.filter(({ kind }) => kind === 'integrated' || kind === 'summary').map(look),
      ...outputBefore(resultsDirectory, session.id),
    ]
    return {
      session,
      merge,
      inputs: readable.map(look),
      before,
      hasDirectory: lstatSync(join(resultsDirectory, 'integrated'), { throwIfNoEntry: false }) !== undefined,
      obstacle: null,
    }
  } catch (error) {
    return { session, merge, inputs: [], before: [], hasDirectory: true, obstacle: obstacleOf(error) }
  }
}

/** What an integrator of the user's own printed the last time. */
export function outputBefore(root: string, id: string): { path: string; stamp: FileStamp }[] {
  const path = `integrated/${id}_integration.log`
  if (!isName(id)) return []
  const stat = lstatSync(containedPath(root, path), { throwIfNoEntry: false })
  return stat?.isFile() ? [{ path, stamp: stampFrom(stat) }] : []
}

function stampAt(root: string, path: string): FileStamp {
  const stat = lstatSync(containedPath(root, path))
  if (!stat.isFile()) throw new AppError('path_outside', `${path} is no regular file any more.`)
  return stampFrom(stat)
}

function obstacleOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  const code = systemErrorCode(error)
  if (code === null) throw error
  return `Its files cannot be looked at (${code}).`
}
