import { join } from 'node:path'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { ReportEvidence } from '#lib/model/issue-evidence.ts'
import { reasonOf } from '#lib/sessions/broken-record.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'
import type { ConditionsOptions } from './read-conditions.ts'

const LOGS = 'logs'
const REPORT_NAME = /^recovery_.*\.json$/
/** A report lists what was recovered; one that is longer is none that the original wrote. */
const REPORT_LIMIT_BYTES = 4 * 1024 * 1024

/** The settled recovery reports in a home's logs that are no JSON, and those of which that is unknown. */
export function readLogReports(options: ConditionsOptions): ReportEvidence[] {
  const directory = join(options.home, LOGS)
  const listing = listDirectory(directory, statEntry(directory))
  switch (listing.kind) {
    case 'gone':
      return []
    case 'refused':
      return [{ kind: 'unseen', path: directory, reason: listing.detail }]
    case 'listed':
      return listing.entries
        .map(({ name }) => name)
        .filter((name) => REPORT_NAME.test(name))
        .sort()
        .flatMap((name) => readReport(options, name))
  }
}

function readReport({ home, settleMs, nowMs }: ConditionsOptions, name: string): ReportEvidence[] {
  const path = join(home, LOGS, name)
  const reading = readContainedFile(home, `${LOGS}/${name}`, REPORT_LIMIT_BYTES)
  const isBeingWritten = ({ modifiedAtMs }: FileStamp): boolean => Math.abs(nowMs - modifiedAtMs) < settleMs
  const broken = (stamp: FileStamp, reason: string): ReportEvidence[] =>
    isBeingWritten(stamp)
      ? []
      : [{ kind: 'broken', path, reason, sizeBytes: stamp.sizeBytes, modifiedAtMs: stamp.modifiedAtMs }]
  switch (reading.kind) {
    case 'gone':
      return []
    case 'ends':
      return [{ kind: 'unseen', path, reason: TOO_LONG }]
    case 'refused':
      return reading.code === 'invalid_utf8' && reading.stamp !== null
        ? broken(reading.stamp, reading.detail)
        : [{ kind: 'unseen', path, reason: reading.detail }]
    case 'whole': {
      if (reading.text === '') return broken(reading.stamp, 'The file is empty.')
      const json = parseJson(reading.text)
      if (json.kind === 'too_complex') return [{ kind: 'unseen', path, reason: TOO_LONG }]
      return json.kind === 'broken' ? broken(reading.stamp, reasonOf(json.error, reading.text)) : []
    }
  }
}

const TOO_LONG = 'Too long for a report: it was not read.'
