import { join } from 'node:path'
import { parsePastReport } from '#lib/health/report-json.ts'
import type { HealthHistory } from '#lib/model/health.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

const LOGS = 'logs'
const REPORT_NAME = /^health_report_.*\.json$/
/** An hourly check fills a week with as many. */
const REPORTS_LIMIT = 200
/** One with all evidence of all checks has a tenth of that. */
const REPORT_BYTES = 256 * 1024

/** Reports of earlier runs in a home's logs, the newest first. What cannot be read is named. */
export function readHealthHistory(home: string): HealthHistory {
  const directory = join(home, LOGS)
  const listing = listDirectory(directory, statEntry(directory))
  if (listing.kind === 'gone') return { reports: [], broken: [], older: 0 }
  if (listing.kind === 'refused')
    return { reports: [], broken: [{ name: LOGS, reason: listing.detail }], older: 0 }
  // Their names hold their times, so that the newest are known before any is read.
  const names = listing.entries
    .map(({ name }) => name)
    .filter((name) => REPORT_NAME.test(name))
    .sort()
    .reverse()
  const history: HealthHistory = {
    reports: [],
    broken: [],
    older: Math.max(0, names.length - REPORTS_LIMIT),
  }
  for (const name of names.slice(0, REPORTS_LIMIT)) {
    const content = readReport(home, name)
    const report = 'reason' in content ? null : parsePastReport(name, content.value)
    if (report !== null) history.reports.push(report)
    else history.broken.push({ name, reason: 'reason' in content ? content.reason : NO_REPORT })
  }
  history.reports.sort((a, b) => b.checkedAtMs - a.checkedAtMs)
  return history
}

const NO_REPORT = 'Not a report as health-check writes it.'

function readReport(home: string, name: string): { value: unknown } | { reason: string } {
  const reading = readContainedFile(home, `${LOGS}/${name}`, REPORT_BYTES)
  switch (reading.kind) {
    case 'gone':
      return { reason: 'It is gone.' }
    case 'ends':
      return { reason: 'Too long for a report: it was not read.' }
    case 'refused':
      return { reason: reading.detail }
    case 'whole': {
      const json = parseJson(reading.text)
      return json.kind === 'value' ? { value: json.value } : { reason: 'It is no JSON.' }
    }
  }
}
