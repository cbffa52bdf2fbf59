import {
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import type { AuditRow } from '#lib/model/audit.ts'
import type { AuditQuery } from '#lib/model/recovery.ts'
import { RANGE_PARAMS, rangeOf } from '../live/time-range.ts'

export const OUTCOMES = ['begun', 'done', 'refused', 'failed'] as const satisfies AuditRow['outcome'][]

/** The state of the audit page, as it stands in the URL. */
export const AUDIT_PARAMS = {
  user: parseAsString,
  action: parseAsString,
  outcome: parseAsStringLiteral(OUTCOMES),
  ...RANGE_PARAMS,
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

/** Where the same entries are had as a file, all of them. */
export function exportHref(format: 'csv' | 'json', query: AuditQuery): string {
  const params = new URLSearchParams({ format })
  for (const name of ['user', 'action', 'outcome', 'fromMs', 'untilMs'] as const) {
    const value = query[name]
    if (value !== null) params.set(name, String(value))
  }
  return `/api/audit/export?${params}`
}
