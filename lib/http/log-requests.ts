import * as z from 'zod'
import { levelNamed } from '#lib/format/log-level.ts'
import { LOG_LEVELS, type LogFilter, type LogPageRequest, type LogSearch } from '#lib/model/log.ts'

const name = z.string().min(1).max(1000)
const offset = z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const epochMs = z.coerce.number().int().nullable().default(null)
/** More lines than a page shows at once. */
const LINES_LIMIT = 2000
const TEXT_CHARACTERS = 500

export const logNameSchema = z.object({ name })

/** Which lines of a log, as it stands in a URL. */
export const logLinesSchema = z
  .object({
    name,
    from: z.enum(['end', 'before', 'after', 'around']).default('end'),
    offset: offset.optional(),
    limit: z.coerce.number().int().min(1).max(LINES_LIMIT).default(400),
  })
  .transform((query, context): { name: string; request: LogPageRequest } => {
    const { from, limit } = query
    if (from === 'end') return { name: query.name, request: { from, limit } }
    if (query.offset === undefined) {
      context.addIssue({ code: 'custom', path: ['offset'], message: `expected one with from=${from}` })
      return z.NEVER
    }
    return { name: query.name, request: { from, offset: query.offset, limit } }
  })

export const logLineSchema = z.object({ name, offset })
export const logTimeSchema = z.object({ name, at: z.coerce.number().int() })

const filterShape = {
  level: z
    .string()
    .optional()
    .transform((text) => (text ? text.split(',').map((word) => levelNamed(word) ?? word) : []))
    .pipe(z.array(z.enum(LOG_LEVELS))),
  text: z.string().max(TEXT_CHARACTERS).optional(),
  pattern: z.string().max(TEXT_CHARACTERS).optional(),
  since: epochMs,
  until: epochMs,
}

type FilterQuery = z.output<z.ZodObject<typeof filterShape>>

function toFilter({ level, text, pattern, since, until }: FilterQuery): LogFilter {
  const wanted = pattern ? ({ kind: 'pattern', text: pattern } as const) : null
  const plain = text ? ({ kind: 'plain', text } as const) : null
  return { levels: level, text: wanted ?? plain, sinceMs: since, untilMs: until }
}

/** A search of a log; `text` is plain, `pattern` one of RE2. */
export const logSearchSchema = z
  .object({
    name,
    ...filterShape,
    before: offset.nullable().default(null),
    limit: z.coerce.number().int().min(1).max(LINES_LIMIT).default(500),
    context: z.coerce.number().int().min(0).max(20).default(0),
  })
  .transform((query): { name: string; search: LogSearch } => {
    const { before, limit, context } = query
    return { name: query.name, search: { filter: toFilter(query), before, limit, context } }
  })

/** What is added to a log from an offset on, of the file that had it. */
export const logEventsSchema = z
  .object({
    name,
    ...filterShape,
    offset: offset.nullable().default(null),
    inode: offset.nullable().default(null),
  })
  .transform((query) => ({
    name: query.name,
    request: { offset: query.offset, inode: query.inode, filter: toFilter(query) },
  }))
