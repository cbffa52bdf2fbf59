import * as z from 'zod'

/** What is written is said, so that no empty request writes it. */
export const healthWriteSchema = z.strictObject({ write: z.literal('report') })
