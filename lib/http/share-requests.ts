import * as z from 'zod'
import {
  SHARE_LIFE_LIMIT_MS,
  SHARE_LIFE_MS,
  SHARE_NAME_LIMIT_CHARACTERS,
  type ShareRequest,
  sharedQueryOf,
} from '#lib/model/share.ts'
import { metricsQuerySchema } from './metrics-requests.ts'

const tick = z.boolean().default(false)

/** The view as it stands in the URL of its page. What of it is no view, such as which line is hidden, is left out. */
const view = z
  .string()
  .max(4000)
  .transform((text, context) => {
    const parsed = metricsQuerySchema.safeParse(Object.fromEntries(new URLSearchParams(text)))
    if (parsed.success) return sharedQueryOf(parsed.data)
    for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })

const ticks = z.strictObject({ errorTexts: tick, projects: tick, sessionIds: tick }).prefault({})

/** Who a link is for, for how long, and what it shows; which view, everybody says in their own way. */
export const shareTermsSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'expected a name')
    .max(SHARE_NAME_LIMIT_CHARACTERS, `expected at most ${SHARE_NAME_LIMIT_CHARACTERS} characters`),
  lifeMs: z
    .number()
    .int()
    .positive('expected a time such as 12h or 7d')
    .max(SHARE_LIFE_LIMIT_MS, 'expected at most 90 days')
    .default(SHARE_LIFE_MS),
  show: ticks,
})

const fields = shareTermsSchema.extend({ view })

/** A share link as the body of a request asks for it. */
export const shareRequestSchema = fields.transform(
  ({ view: query, ...rest }): ShareRequest => ({ ...rest, query }),
)

/** The terms before they were looked at. */
export type ShareTerms = z.input<typeof shareTermsSchema>
