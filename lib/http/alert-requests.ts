import * as z from 'zod'

/** Until when nobody wants to be told of an alert, by its key; `null` is from now on again. */
export const muteSchema = z.strictObject({
  alert: z.string().min(1).max(1000),
  untilMs: z.number().int().positive().nullable(),
})

/** A test goes to everybody, or to one webhook; that is said, so that no empty request sends one. */
export const alertTestSchema = z.strictObject({
  to: z.union([z.literal('all'), z.strictObject({ webhook: z.string().min(1).max(100) })]),
})
