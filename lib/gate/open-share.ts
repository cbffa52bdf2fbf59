import { type Asked, type GateContext, refuse } from './gate-context.ts'
import { shareCookieName } from './identify.ts'
import { tokenCookie } from './sign-in.ts'

export const SHARE_LINK = '/s/[token]'

/**
 * Takes the secret of a share link out of the address: the browser keeps it as a cookie, and goes on to where the share
 * is shown. Nothing is used up by that, since whoever looks a link over before a person does opens it too.
 */
export function openShare(context: GateContext, asked: Asked): void {
  const { journal, failedTokens, cookieName, now } = context
  const { request, response, origin } = asked
  const check = journal.tokens().check(secretOf(request.url ?? ''))
  const found = check.found && check.token.kind === 'share' ? check.token : null
  if (found === null) {
    const judged = failedTokens.judge(origin.address, check.found ? 'unknown' : check.reason)
    refuse(context, asked, { status: judged.reason === 'too_many' ? 429 : 401, ...judged })
    return
  }
  const maxAgeMs = (found.expiresAtMs ?? now()) - now()
  const options = { secure: origin.scheme === 'https', maxAgeMs, sameSite: 'Lax' } as const
  const cookie = tokenCookie(shareCookieName(cookieName, found.id), secretOf(request.url ?? ''), options)
  response.writeHead(303, {
    location: `/share/${found.id}`,
    'set-cookie': cookie,
    'cache-control': 'no-store',
  })
  response.end()
}

/** The path was judged before, and a token has no character that is written as its code. */
const secretOf = (target: string): string => target.split('?', 1)[0]?.split('/')[2] ?? ''
