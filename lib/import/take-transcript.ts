import { keyOfPrompt } from '#lib/capture/transcript/agent-names.ts'
import type { FoundRun } from '#lib/capture/transcript/collect-runs.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { ImportReport } from '#lib/model/imported-run.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import { inTransaction } from '#lib/store/database.ts'
import { describeRun } from './describe-run.ts'
import type { Transcript } from './find-transcripts.ts'
import type { ImportOptions } from './import-transcripts.ts'
import { readMetaName } from './read-meta-name.ts'
import { type RunsReading, readRuns } from './read-runs.ts'
import { runRows, type StoredRun } from './run-rows.ts'
import { transcriptRows } from './transcript-rows.ts'

const UNREADABLE_SHOWN = 100

export function refuse(report: ImportReport, path: string, reason: string): void {
  report.transcripts.unreadable += 1
  if (report.unreadable.length < UNREADABLE_SHOWN) report.unreadable.push({ path, reason })
}

type WholeReading = Extract<RunsReading, { kind: 'read' }>
type DescribedRun = Omit<StoredRun, 'seq'>

/** Reads one transcript into the database, unless it was read. What a growing session calls its agents may come yet. */
export function transcriptTaker(
  { db, root, isCaptured, isAtWork }: ImportOptions,
  report: ImportReport,
): (transcript: Transcript, isSessionGrowing: boolean) => void {
  const [transcripts, runs] = [transcriptRows(db), runRows(db)]

  const isKnown = (transcript: Transcript): boolean => {
    const known = transcripts.same(joinPath(root, pathOf(transcript)), transcript.stamp)
    if (known === null) return false
    report.transcripts.unchanged += 1
    report.runs.found += known.runs
    report.brokenLines += known.brokenLines
    return true
  }
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
  const putRun = (run: DescribedRun): void => {
    const what = runs.put(run)
    report.runs.found += 1
    if (what !== 'known' && !isCaptured(run)) report.runs[what] += 1
  }
  const isOpen = (run: DescribedRun): boolean => isAtWork(run) && !isCaptured(run)
  const put = (transcript: Transcript, reading: WholeReading, isSessionGrowing: boolean): void => {
    if (transcript.sessionId !== null) transcripts.putNames(transcript.sessionId, reading.names)
    const found = reading.runs.map((run) => ({
      ...describeRun(run, transcript, nameOf(run, transcript)),
      ...{ root, transcript: pathOf(transcript), chain: run.chain, start: run.start, end: run.end },
    }))
    const isNameless = isSessionGrowing && found.some(({ agent }) => agent === null)
    if (isNameless || found.some(isOpen) || !isSameStamp(reading.stamp, reading.stampAfter)) {
      report.transcripts.leftForLater += 1
      return
    }
    for (const run of found) putRun(run)
    const { stamp, brokenLines } = reading
    transcripts.put(joinPath(root, pathOf(transcript)), { stamp, runs: found.length, brokenLines })
    report.transcripts.read += 1
    report.brokenLines += brokenLines
  }

  return (transcript, isSessionGrowing) => {
    if (isKnown(transcript)) return
    const whose = transcript.agentId === null ? 'chains' : 'one'
    const reading = readRuns({ root, ...transcript, whose })
    const reason = reading.kind === 'unseen' ? reading.reason : whyNone(reading)
    if (reading.kind === 'unseen' || reason !== null) refuse(report, pathOf(transcript), reason ?? '')
    else inTransaction(db, () => put(transcript, reading, isSessionGrowing))
  }
}

const pathOf = ({ directory, name }: Transcript): string => joinPath(directory, name)

const isSameStamp = (one: FileStamp, other: FileStamp): boolean =>
  one.sizeBytes === other.sizeBytes && one.modifiedAtMs === other.modifiedAtMs && one.inode === other.inode

/** Of a file in which nothing is a line of a transcript. */
const whyNone = ({ lines, brokenLines }: WholeReading): string | null =>
  lines > 0 && brokenLines === lines ? 'No line of it is JSON.' : null
