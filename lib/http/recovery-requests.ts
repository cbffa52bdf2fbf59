import * as z from 'zod'
import { ISSUE_TYPES } from '#lib/model/issue.ts'
import type { AuditQuery, PlanRequest } from '#lib/model/recovery.ts'

/** More than a person names by hand; what selects by itself is asked for with `null`. */
const NAMES_LIMIT = 20_000

const someNames = z.array(z.string().min(1).max(1000)).min(1).max(NAMES_LIMIT)
const names = someNames.nullable()

/** What somebody asks to be done, as the body of a request. A word too many is a mistake, not a detail. */
export const planRequestSchema: z.ZodType<PlanRequest> = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.enum(['clean_up', 'recover']),
    sessions: names,
    quietForMs: z.number().int().nonnegative().nullable(),
    matching: z.string().max(4000).optional(),
  }),
  z.strictObject({ action: z.literal('undo'), operation: z.string().min(1).max(200) }),
  z.strictObject({ action: z.literal('repair'), files: names, accept: z.boolean() }),
  z.strictObject({ action: z.literal('integrate'), sessions: names }),
  z.strictObject({ action: z.enum(['fix_hooks', 'fix_permissions', 'free_space']) }),
  // Which project somebody means is said on a command line, where it can be seen.
  z.strictObject({ action: z.literal('install_hooks'), project: z.null(), old: z.enum(['keep', 'replace']) }),
  z.strictObject({ action: z.literal('uninstall_hooks'), project: z.null() }),
  z.strictObject({ action: z.literal('trash_sessions'), sessions: someNames }),
  z.strictObject({ action: z.literal('trash_restore'), entries: names }),
  z.strictObject({ action: z.literal('trash_purge'), entries: names, expired: z.boolean().optional() }),
])

/** Until when nobody wants to hear of an issue; `null` is from now on again. */
export const snoozeSchema = z.strictObject({
  type: z.enum(ISSUE_TYPES),
  untilMs: z.number().int().positive().nullable(),
})

/** Whether a session is kept whatever its age. */
export const pinSchema = z.strictObject({ pinned: z.boolean() })

/** The words that give consent to purge expired trash; `null` withdraws it. */
export const consentSchema = z.strictObject({ typed: z.string().max(200).nullable() })

/** Which file somebody wants to see beside what could stand for it. */
export const previewSchema = z.object({ path: z.string().min(1).max(5000) })

/** How a plan is confirmed. */
export const confirmationSchema = z.strictObject({ typed: z.string().max(200).nullable() })

const word = z.string().min(1).max(500).nullable().default(null)
const epochMs = z.coerce.number().int().nonnegative().nullable().default(null)

/** Which rows of the audit, as it stands in a URL. */
export const auditFilterSchema = z.object({
  user: word,
  action: word,
  outcome: z.enum(['begun', 'done', 'refused', 'failed']).nullable().default(null),
  fromMs: epochMs,
  untilMs: epochMs,
})

export const auditQuerySchema = auditFilterSchema.extend({
  beforeSeq: z.coerce.number().int().positive().nullable().default(null),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
}) satisfies z.ZodType<AuditQuery>

export const operationsQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
})
