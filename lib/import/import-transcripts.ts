import type { DatabaseSync } from 'node:sqlite'
import { readBeginning } from '#lib/capture/read-small-file.ts'
import { textField } from '#lib/capture/transcript/line-fields.ts'
import { AppError } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { ImportedRun, ImportReport } from '#lib/model/imported-run.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import { inTransaction } from '#lib/store/database.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { keyOfPrompt } from './agent-names.ts'
import type { FoundRun } from './collect-runs.ts'
import { describeRun } from './describe-run.ts'
import { type Found, findTranscripts, type Transcript } from './find-transcripts.ts'
import { type RunsReading, readRuns } from './read-runs.ts'
import { runRows } from './run-rows.ts'
import { transcriptRows } from './transcript-rows.ts'

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
  onProgress: (report: ImportReport, of: number) => void
}

const UNREADABLE_SHOWN = 100

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
    if (one.kind === 'refused') refuse(report, one)
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

function refuse(report: ImportReport, { path, reason }: Extract<Found, { kind: 'refused' }>): void {
  report.transcripts.unreadable += 1
  if (report.unreadable.length < UNREADABLE_SHOWN) report.unreadable.push({ path, reason })
}

/** Reads one transcript, unless it was read. What a growing session calls its agents may come yet. */
function transcriptTaker(
  options: ImportOptions,
  report: ImportReport,
): (transcript: Transcript, isSessionGrowing: boolean) => void {
  const { db, root, isCaptured } = options
  const [transcripts, runs] = [transcriptRows(db), runRows(db)]

  const nameOf = (found: FoundRun, transcript: Transcript): string | null => {
    const { sessionId, prompt } = found.summary
    const id = transcript.agentId ?? found.chain
    const keys = [...(id === null ? [] : [id]), ...(prompt === null ? [] : [keyOfPrompt(prompt)])]
    return (
      readMetaName(root, transcript) ??
      transcripts.nameOf(sessionId ?? '', keys) ??
      transcripts.nameOf(transcript.sessionId ?? '', keys)
    )
  }
  const putRun = (found: FoundRun, transcript: Transcript, agent: string | null): void => {
    const run = describeRun(found, transcript, agent)
    const { chain, start, end } = found
    const path = joinPath(transcript.directory, transcript.name)
    const what = runs.put({ ...run, root, transcript: path, chain, start, end })
    report.runs.found += 1
    if (what !== 'known' && !isCaptured(run)) report.runs[what] += 1
  }

  return (transcript, isSessionGrowing) => {
    const path = joinPath(transcript.directory, transcript.name)
    const known = transcripts.same(joinPath(root, path), transcript.stamp)
    if (known !== null) {
      report.transcripts.unchanged += 1
      report.runs.found += known.runs
      report.brokenLines += known.brokenLines
      return
    }
    const reading = readRuns({ root, ...transcript, whose: transcript.agentId === null ? 'chains' : 'one' })
    if (reading.kind === 'unseen') return refuse(report, { kind: 'refused', path, reason: reading.reason })
    const reason = whyNone(reading)
    if (reason !== null) return refuse(report, { kind: 'refused', path, reason })
    inTransaction(db, () => {
      if (transcript.sessionId !== null) transcripts.putNames(transcript.sessionId, reading.names)
      const named = reading.runs.map((found) => ({ found, agent: nameOf(found, transcript) }))
      const isNameless = isSessionGrowing && named.some(({ agent }) => agent === null)
      if (isNameless || !isSameStamp(reading.stamp, reading.stampAfter)) {
        report.transcripts.leftForLater += 1
        return
      }
      for (const { found, agent } of named) putRun(found, transcript, agent)
      const { stamp, brokenLines } = reading
      transcripts.put(joinPath(root, path), { stamp, runs: named.length, brokenLines })
      report.transcripts.read += 1
      report.brokenLines += brokenLines
    })
  }
}

const isSameStamp = (one: FileStamp, other: FileStamp): boolean =>
  one.sizeBytes === other.sizeBytes && one.modifiedAtMs === other.modifiedAtMs && one.inode === other.inode

/** Of a file in which nothing is a line of a transcript. */
const whyNone = ({ lines, brokenLines }: Extract<RunsReading, { kind: 'read' }>): string | null =>
  lines > 0 && brokenLines === lines ? 'No line of it is JSON.' : null

const META_LIMIT_BYTES = 64 * 1024

/** Newer versions say beside an agent's transcript what it is called. */
function readMetaName(root: string, { directory, name, agentId }: Transcript): string | null {
  if (agentId === null) return null
  try {
    using pinned = pinDirectory(root, directory)
    const reading = readBeginning(pinned.at(name.replace(/\.jsonl$/, '.meta.json')), META_LIMIT_BYTES)
    const json = reading?.whole ? parseJson(reading.bytes.toString('utf8')) : null
    return json?.kind === 'value' ? textField(json.value, 'agentType') : null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
