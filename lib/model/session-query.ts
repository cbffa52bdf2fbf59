import * as z from 'zod'
import { SESSION_STATES } from './session.ts'
import { SESSION_SORTS } from './session-sort.ts'

const list = z
  .string()
  .optional()
  .transform((text) => (text ? text.split(',').filter(Boolean) : []))

const epochMs = z.coerce.number().int().nonnegative().optional()

/** The query of a list of sessions, as it stands in a URL. `from` and `to` bound the last activity, epoch milliseconds. */
export const sessionQuerySchema = z.object({
  state: list.pipe(z.array(z.enum(SESSION_STATES))),
  agent: z.string().min(1).optional(),
  project: z.string().min(1).optional(),
  integrated: z
    .enum(['yes', 'no'])
    .optional()
    .transform((word) => (word === undefined ? undefined : word === 'yes')),
  text: z.string().max(500).optional(),
  from: epochMs,
  to: epochMs,
  sort: z.enum(SESSION_SORTS).default('lastActivity'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})

export type SessionQuery = z.output<typeof sessionQuerySchema>
export type SessionFilter = Pick<
  SessionQuery,
  'state' | 'agent' | 'project' | 'integrated' | 'text' | 'from' | 'to'
>
