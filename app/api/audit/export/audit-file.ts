import { formatCsvRow } from '#lib/format/csv.ts'
import type { AuditRow } from '#lib/model/audit.ts'

/** How the audit is written for a spreadsheet or a program, from rows as they are read, some at a time. */
export const AUDIT_FORMATS = {
  csv: { contentType: 'text/csv; charset=utf-8', write: writeCsv },
  json: { contentType: 'application/json; charset=utf-8', write: writeJson },
} as const

function* writeCsv(pages: Iterable<AuditRow[]>): Generator<string> {
  let head = formatCsvRow(['seq', 'time', 'user', 'action', 'outcome', 'detail'])
  for (const rows of pages) {
    yield head + rows.map(toRecord).join('')
    head = ''
  }
}

function toRecord({ seq, atMs, user, action, outcome, detail }: AuditRow): string {
  return formatCsvRow([seq, new Date(atMs).toISOString(), user, action, outcome, JSON.stringify(detail)])
}

function* writeJson(pages: Iterable<AuditRow[]>): Generator<string> {
  let before = '[\n'
  for (const rows of pages) {
    if (rows.length === 0) continue
    yield before + rows.map((row) => JSON.stringify(row)).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
