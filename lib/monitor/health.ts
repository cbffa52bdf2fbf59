import { rmSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { formatTime } from '#lib/format/clock.ts'
import { reportJson } from '#lib/health/report-json.ts'
import { reportLines } from '#lib/health/report-lines.ts'
import type { HealthHistory, HealthReport, WrittenReport } from '#lib/model/health.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import { type PinnedDirectory, pinDirectory } from '#lib/store/pinned-directory.ts'
import { writeExport } from '#lib/store/write-export.ts'

type HealthSource = { health(): Promise<HealthReport>; healthHistory(): Promise<HealthHistory> }

/** The health of a home: looked at without a trace, or written down by an owner. */
export type Health = {
  check(): Promise<HealthReport>
  history(): Promise<HealthHistory>
  /** Checks anew and writes what was found to `logs/`. Throws as `writeHealthReport` does. */
  write(by: Identity): Promise<WrittenReport>
}

export function createHealth(source: HealthSource): Health {
  return {
    check: () => source.health(),
    history: () => source.healthHistory(),
    async write(by) {
      requireOwner(by)
      return writeHealthReport(by, await source.health())
    },
  }
}

/** Within one second, more runs than that are a loop. */
const NAMES_TRIED = 100

/**
 * Writes a report to `logs/` of its home, as text and as JSON, for its user alone and over nothing. Throws
 * `AppError('cannot_begin')` where it cannot be written.
 */
export function writeHealthReport(by: Identity, report: HealthReport): WrittenReport {
  requireOwner(by)
  const { home } = report
  const text = `${reportLines(report).join('\n')}\n`
  const json = `${JSON.stringify(reportJson(report), null, 2)}\n`
  try {
    using logs = pinDirectory(home, 'logs', { make: true })
    for (let nth = 1; nth <= NAMES_TRIED; nth += 1) {
      const stem = stemOf(report.checkedAtMs, nth)
      if (writePair(logs, stem, text, json))
        return { text: `${logs.path}/${stem}.txt`, json: `${logs.path}/${stem}.json` }
    }
    throw new AppError('cannot_begin', `There are ${NAMES_TRIED} reports of this second in ${logs.path}.`)
  } catch (error) {
    throw explain(error, home)
  }
}

/** The original's name: "health_report_20261123_211055", in the zone of the machine as its `date` has it. */
function stemOf(atMs: number, nth: number): string {
  const stamp = formatTime(atMs).replace(/[-:]/g, '').replace(' ', '_')
  return `health_report_${stamp}${nth === 1 ? '' : `_${nth}`}`
}

/** False where either name is taken; then neither is there by us. */
function writePair(logs: PinnedDirectory, stem: string, text: string, json: string): boolean {
  const textPath = logs.at(`${stem}.txt`)
  if (!writeNew(textPath, text)) return false
  try {
    if (writeNew(logs.at(`${stem}.json`), json)) return true
  } catch (error) {
    rmSync(textPath, { force: true })
    throw error
  }
  rmSync(textPath, { force: true })
  return false
}

function writeNew(path: string, text: string): boolean {
  try {
    writeExport(path, text, { force: false })
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'name_taken') return false
    throw error
  }
}

function explain(error: unknown, home: string): unknown {
  // Of the path by which an open directory is reached, nobody can make anything.
  const cause = error instanceof AppError && error.code === 'usage' ? error.cause : error
  const code = systemErrorCode(cause)
  if (code === null) return error
  return new AppError('cannot_begin', `No report can be written to ${home}/logs: ${code}.`, { cause })
}
