import { parseLine } from '#lib/logs/parse-line.ts'
import type { ErrorLogEvidence } from '#lib/model/health-evidence.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

/** Of a longer one the end is read, which is what is recent. */
const WHOLE_BYTES = 256 * 1024

/** Errors in `logs/errors.log` of a home since a time. A line without a time belongs to the one before. */
export function readErrorLog(home: string, sinceMs: number): ErrorLogEvidence {
  const reading = readContainedFile(home, 'logs/errors.log', WHOLE_BYTES)
  switch (reading.kind) {
    case 'gone':
      return { kind: 'none' }
    case 'refused':
      return reading.text === undefined
        ? { kind: 'unseen', reason: reading.detail }
        : count(reading.text, sinceMs, false)
    case 'ends':
      return count(reading.tail, sinceMs, true)
    case 'whole':
      return count(reading.text, sinceMs, false)
  }
}

function count(text: string, sinceMs: number, isCut: boolean): ErrorLogEvidence {
  const times = text.split('\n').flatMap((line) => {
    const { atMs, level } = parseLine(line)
    // A line of that log that names no level is an error by where it stands.
    const isError = level === null || level === 'error' || level === 'critical'
    return atMs !== null && atMs >= sinceMs && isError ? [atMs] : []
  })
  const latestAtMs = times.reduce<number | null>((latest, atMs) => Math.max(latest ?? atMs, atMs), null)
  return { kind: 'read', errors: times.length, latestAtMs, isCut }
}
