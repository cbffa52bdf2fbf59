import type { DatabaseSync } from 'node:sqlite'
import type { ImportedRun, ImportReport } from '#lib/model/imported-run.ts'
import { findTranscripts } from './find-transcripts.ts'
import { refuse, transcriptTaker } from './take-transcript.ts'

export type ImportOptions = {
  db: DatabaseSync
  /** The directory of projects, resolved. */
  root: string
  /** Transcripts that have not changed since are left out; `null` is all. */
  sinceMs: number | null
  /** One that changed within this is being written. */
  activeWindowMs: number
  nowMs: number
  dryRun: boolean
  /** Whether a result file of the run is there: then the history has it already. */
  isCaptured: (run: ImportedRun) => boolean
  /** Whether its agent is waited for, however long it has been silent. */
  isAtWork: (run: ImportedRun) => boolean
  onProgress: (report: ImportReport, of: number) => void
}

/**
 * Reads what is new in transcripts into the database, which begins where it ended: each transcript is one transaction, with
 * what it was like, so that whoever is killed has read some of them and the next one reads the others.
 */
export function importTranscripts(options: ImportOptions): ImportReport {
  const { root, sinceMs, activeWindowMs, nowMs, onProgress } = options
  const report = emptyReport(options)
  const take = transcriptTaker(options, report)
  const found = [...findTranscripts(root)]
  report.transcripts.found = found.length
  /** Sessions whose own transcript is not known as a whole yet. */
  const growing = new Set<string | null>()
  for (const one of found) {
    if (one.kind === 'refused') refuse(report, one.path, one.reason)
    else {
      const { sessionId, agentId, stamp } = one.transcript
      const isGrowing = nowMs - stamp.modifiedAtMs < activeWindowMs
      if (isGrowing && agentId === null) growing.add(sessionId)
      if (isGrowing) report.transcripts.leftForLater += 1
      else if (sinceMs !== null && stamp.modifiedAtMs < sinceMs) report.transcripts.older += 1
      else take(one.transcript, growing.has(sessionId))
    }
    onProgress(report, found.length)
  }
  const { runs } = report
  runs.alreadyThere = runs.found - runs.imported - runs.updated
  return report
}

function emptyReport({ root, dryRun }: ImportOptions): ImportReport {
  return {
    from: root,
    dryRun,
    transcripts: { found: 0, read: 0, unchanged: 0, older: 0, leftForLater: 0, unreadable: 0 },
    runs: { found: 0, imported: 0, alreadyThere: 0, updated: 0 },
    brokenLines: 0,
    unreadable: [],
  }
}
