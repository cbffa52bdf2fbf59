import * as z from 'zod'
import { ALERT_RULES, type AlertState } from '#lib/model/alert.ts'
import { JOBS } from '#lib/model/schedule.ts'

const stateSchema: z.ZodType<AlertState> = z.object({
  rule: z.enum(ALERT_RULES),
  agent: z.string().nullable(),
  raisedAtMs: z.number().nullable(),
  heldMs: z.number().nullable(),
  evaluatedAtMs: z.number(),
  value: z.number().nullable(),
  job: z.enum(JOBS).optional(),
  threshold: z.number(),
  unknown: z.string().nullable(),
  toldAtMs: z.number().nullable(),
  told: z.boolean(),
})

/** A state as it was stored; `null` where it is of no use, and the alert begins anew. */
export function parseState(text: unknown): AlertState | null {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(String(text)))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
}
