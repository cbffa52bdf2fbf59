import type * as z from 'zod'
import { AppError, toHttpStatus } from '#lib/errors.ts'

const NO_STORE = { 'cache-control': 'no-store' }

/**
 * Answers with what `work` resolves to, as JSON; `null` is a 404, an operational fault its own status. A response that
 * it made itself, a stream or a file, stays as it is.
 */
export async function respondJson(work: () => Promise<unknown>): Promise<Response> {
  try {
    const value = await work()
    if (value instanceof Response) return value
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
  return parseBy(schema, Object.fromEntries(new URL(url).searchParams), 'query')
}

/** The JSON body of a request by its schema. Throws `AppError('request_invalid')` as `parseQuery` does. */
export async function parseBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parseBy(schema, parseJson(await request.text()), 'body')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new AppError('request_invalid', `The body is not JSON: ${error.message}`)
    throw error
  }
}

/** A value by its schema. Throws `AppError('request_invalid')` that lists every fault at once. */
export function parseBy<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: 'query' | 'body' | 'request',
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  )
  throw new AppError('request_invalid', `The ${what} is wrong: ${faults.join('; ')}`)
}
