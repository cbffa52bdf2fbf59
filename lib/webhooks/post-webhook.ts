import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { systemErrorCode } from '#lib/errors.ts'
import type { WebhookSettings } from '#lib/model/alert-settings.ts'
import { AddressRefused, guardLookup, type Resolve, requirePublic, resolveBySystem } from './guard-lookup.ts'

export type PostResult = {
  status: 'delivered' | 'failed'
  /** Whether trying again may help. */
  again: boolean
  /** What was answered, or why nothing was; never the address. */
  detail: string
}

export type PostOptions = {
  signal: AbortSignal
  resolve?: Resolve
  /** From the first look-up to the end of the answer. */
  limitMs?: number
}

const LIMIT_MS = 10_000
/** Nothing of an answer is used; more of it than this is not even awaited. */
const ANSWER_LIMIT_BYTES = 64 * 1024

/** Sends one message once. Follows no redirect, and connects to no address that is not public unless it may. */
export async function postWebhook(
  { url, allowPrivate }: Pick<WebhookSettings, 'url' | 'allowPrivate'>,
  body: string,
  { signal, resolve = resolveBySystem, limitMs = LIMIT_MS }: PostOptions,
): Promise<PostResult> {
  const limit = AbortSignal.timeout(limitMs)
  try {
    const target = new URL(url)
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !allowPrivate) requirePublic(host)
    const lookup = guardLookup(resolve, allowPrivate)
    return judge(await send(target, body, { lookup, signal: AbortSignal.any([signal, limit]) }))
  } catch (error) {
    return failed(error, { limit, signal, limitMs })
  }
}

type SendOptions = { lookup: ReturnType<typeof guardLookup>; signal: AbortSignal }

function send(target: URL, body: string, { lookup, signal }: SendOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request: ClientRequest = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, {
      method: 'POST',
      // A connection of its own, made by this look-up.
      agent: false,
      lookup,
      signal,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'trinitas-monitor',
      },
    })
    request.on('error', reject)
    request.on('response', (response) => readToEnd(response, resolve, reject))
    request.end(body)
  })
}

function readToEnd(
  response: IncomingMessage,
  resolve: (status: number) => void,
  reject: (error: Error) => void,
): void {
  let sizeBytes = 0
  const end = (): void => resolve(response.statusCode ?? 0)
  response.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length
    if (sizeBytes <= ANSWER_LIMIT_BYTES) return
    end()
    response.destroy()
  })
  response.on('end', end)
  response.on('error', reject)
}

const TOO_MANY = 429
const REQUEST_TIMEOUT = 408

function judge(code: number): PostResult {
  if (code >= 200 && code < 300) return { status: 'delivered', again: false, detail: `answered ${code}` }
  if (code >= 300 && code < 400)
    return {
      status: 'failed',
      again: false,
      detail: `answered ${code}: redirects are not followed, name the address that it leads to`,
    }
  const again = code >= 500 || code === TOO_MANY || code === REQUEST_TIMEOUT
  return { status: 'failed', again, detail: `answered ${code}` }
}

type Ends = { limit: AbortSignal; signal: AbortSignal; limitMs: number }

function failed(error: unknown, { limit, signal, limitMs }: Ends): PostResult {
  if (error instanceof AddressRefused) return { status: 'failed', again: false, detail: error.message }
  if (signal.aborted)
    return { status: 'failed', again: false, detail: 'the dashboard ended before it was delivered' }
  if (limit.aborted) return { status: 'failed', again: true, detail: `no answer within ${limitMs / 1000} s` }
  const code = systemErrorCode(error)
  if (code === null) throw error
  return { status: 'failed', again: true, detail: `not reached: ${code}` }
}
