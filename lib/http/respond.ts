import type * as z from 'zod'
import { AppError, toHttpStatus } from '#lib/errors.ts'

const NO_STORE = { 'cache-control': 'no-store' }

/** Answers with what `work` resolves to, as JSON; `null` is a 404, an operational fault its own status. */
export async function respondJson(work: () => Promise<unknown>): Promise<Response> {
  try {
    const value = await work()
    return value === null
      ? faultResponse(404, 'not_found', 'There is no such thing here.')
      : Response.json(value, { headers: NO_STORE })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return faultResponse(toHttpStatus(error.code), error.code, error.message)
  }
}

function faultResponse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers: NO_STORE })
}

/** The query of a URL by its schema. Throws `AppError('request_invalid')` that lists every fault at once. */
export function parseQuery<Schema extends z.ZodType>(url: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(new URL(url).searchParams))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError('request_invalid', `The query is wrong: ${faults.join('; ')}`)
}
