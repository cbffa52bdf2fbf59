import {
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { parseDuration } from '#lib/format/duration.ts'
import type { AuditRow } from '#lib/model/audit.ts'
import type { AuditQuery } from '#lib/model/recovery.ts'

export const OUTCOMES = ['begun', 'done', 'refused', 'failed'] as const satisfies AuditRow['outcome'][]

/** Ranges that are offered by name. */
export const RANGES = ['1h', '24h', '7d', '30d', 'custom'] as const

/** The state of the audit page, as it stands in the URL. */
export const AUDIT_PARAMS = {
  user: parseAsString,
  action: parseAsString,
  outcome: parseAsStringLiteral(OUTCOMES),
  within: parseAsStringLiteral(RANGES),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  /** Entries before this one. */
  before: parseAsInteger,
}

export type AuditParams = inferParserType<typeof AUDIT_PARAMS>

const serialize = createSerializer(AUDIT_PARAMS)
export const auditHref = (params: AuditParams): string => serialize('/audit', params)

export const NO_FILTERS: AuditParams = {
  user: null,
  action: null,
  outcome: null,
  within: null,
  from: null,
  to: null,
  before: null,
}

/** Whether anything is left out but for its age. */
export const isFiltered = ({ before: _, ...filters }: AuditParams): boolean =>
  Object.values(filters).some((value) => value !== null)

const PAGE_ROWS = 100

/** `nowMs` is when the page is rendered: a range by name begins that much before. */
export function toAuditQuery(params: AuditParams, nowMs: number): AuditQuery {
  const { user, action, outcome, before } = params
  return { user, action, outcome, ...rangeOf(params, nowMs), beforeSeq: before, limit: PAGE_ROWS }
}

function rangeOf({ within, from, to }: AuditParams, nowMs: number): Pick<AuditQuery, 'fromMs' | 'untilMs'> {
  if (within === null) return { fromMs: null, untilMs: null }
  if (within === 'custom') return { fromMs: from?.getTime() ?? null, untilMs: to?.getTime() ?? null }
  return { fromMs: nowMs - (parseDuration(within) ?? 0), untilMs: null }
}

/** Where the same entries are had as a file, all of them. */
export function exportHref(format: 'csv' | 'json', query: AuditQuery): string {
  const params = new URLSearchParams({ format })
  for (const name of ['user', 'action', 'outcome', 'fromMs', 'untilMs'] as const) {
    const value = query[name]
    if (value !== null) params.set(name, String(value))
  }
  return `/api/audit/export?${params}`
}
