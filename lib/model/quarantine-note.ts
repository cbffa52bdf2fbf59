import * as z from 'zod'

/** Beside a file in the quarantine: the note of what was done, and its first bytes where something stands for it. */
export const NOTE_ENDING = '.note.json'
export const ORIGINAL_ENDING = '.original'

/**
 * What was done to a file whose first bytes lie in the quarantine. It is all that is needed to put them back by hand:
 * `path` is where they lay. What the file still said of its run stands here, since the file itself cannot be read.
 */
export const quarantineNote = z.object({
  path: z.string(),
  /** `set_aside`: nothing stands for it. `completed`: it was cut short. `accepted`: noise was taken out of it. */
  done: z.enum(['set_aside', 'completed', 'accepted']),
  session_id: z.string().nullable(),
  task_id: z.string().nullable(),
  agent: z.string().nullable(),
  operation: z.string(),
  time: z.string(),
  user: z.string(),
  /** What was wrong, as a sentence. */
  reason: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** What an answer lacks that was cut short, as a sentence; `null` where it lacks nothing. */
  missing: z.string().nullable(),
  /** What stands for it from then on. */
  repaired: z.object({ bytes: z.number(), sha256: z.string(), modified_at_ms: z.number() }).nullable(),
})

export type QuarantineNote = z.infer<typeof quarantineNote>

export const noteText = (note: QuarantineNote): string => `${JSON.stringify(note, null, 4)}\n`

/** `null` for what is no such note. */
export function parseNote(value: unknown): QuarantineNote | null {
  const parsed = quarantineNote.safeParse(value)
  return parsed.success ? parsed.data : null
}
