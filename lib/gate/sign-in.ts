import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { AppError } from '#lib/errors.ts'
import type { Tokens } from '#lib/journal/tokens.ts'
import type { FailedTokens } from './failed-tokens.ts'

const bodySchema = z.object({ token: z.string() })

export type SignInOptions = {
  tokens: Tokens
  failedTokens: FailedTokens
  /** The client's address. */
  from: string
}

export type SignIn =
  | { done: true; cookieText: string; expiresAtMs: number | null }
  | { done: false; reason: 'unknown' | 'expired' | 'revoked' }
  | { done: false; reason: 'too_many'; waitMs: number }

/**
 * Exchanges the text of a token or a link, in the body of a request, for what the browser holds from now on. Throws
 * `AppError('request_invalid')` for a body that holds none.
 */
export async function signIn(request: IncomingMessage, options: SignInOptions): Promise<SignIn> {
  const { tokens, failedTokens, from } = options
  const signedIn = tokens.signIn(await readToken(request), from)
  if (signedIn.found)
    return { done: true, cookieText: signedIn.text, expiresAtMs: signedIn.token.expiresAtMs }
  return { done: false, ...failedTokens.judge(from, signedIn.reason) }
}

async function readToken(request: IncomingMessage): Promise<string> {
  const body = bodySchema.safeParse(parseJson(await text(request)))
  if (body.success) return body.data.token
  throw new AppError(
    'request_invalid',
    'Expected a JSON object with the text of a token: {"token": "trinitas_…"}.',
  )
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

type CookieOptions = { secure: boolean; maxAgeMs: number; sameSite?: 'Strict' | 'Lax' }

/**
 * A cookie that scripts cannot read and that no other site can make a browser send; `Lax` is sent by a link elsewhere
 * that somebody follows. `value` "" takes it away.
 */
export function tokenCookie(
  name: string,
  value: string,
  { secure, maxAgeMs, sameSite = 'Strict' }: CookieOptions,
): string {
  const parts = [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${sameSite}`,
    `Max-Age=${Math.floor(maxAgeMs / 1000)}`,
  ]
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ')
}
