import * as z from 'zod'
import { attachment } from '#lib/http/attachment.ts'
import { auditFilterSchema } from '#lib/http/recovery-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import type { AuditRow } from '#lib/model/audit.ts'
import { getRecovery } from '../../../recovery.ts'
import { AUDIT_FORMATS } from './audit-file.ts'

const querySchema = auditFilterSchema.extend({ format: z.enum(['csv', 'json']) })
type Filter = z.output<typeof auditFilterSchema>

/** Rows read at once: the journal stops everything else meanwhile. */
const PAGE_ROWS = 1000

/** The whole audit, or what a filter leaves of it, as a file; the newest first. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { format, ...filter } = parseQuery(request.url, querySchema)
    const { contentType, write } = AUDIT_FORMATS[format]
    const day = new Date().toISOString().slice(0, 10)
    return attachment(write(readPages(filter)), { name: `trinitas-audit-${day}.${format}`, contentType })
  })

function* readPages(filter: Filter): Generator<AuditRow[]> {
  let beforeSeq: number | null = null
  do {
    const { rows, more } = getRecovery().audit({ ...filter, beforeSeq, limit: PAGE_ROWS })
    yield rows
    beforeSeq = more ? (rows.at(-1)?.seq ?? null) : null
  } while (beforeSeq !== null)
}
