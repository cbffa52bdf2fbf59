import { type Asked, type GateContext, refuse } from './gate-context.ts'
import { openShare, SHARE_LINK } from './open-share.ts'
import { sendHtml, sendJson } from './respond.ts'
import { signIn, tokenCookie } from './sign-in.ts'
import { signInPage } from './sign-in-page.ts'

/** Answers what must work for whoever is not known yet, so that the application is never asked for them. */
export async function answerItself(context: GateContext, asked: Asked): Promise<void> {
  const { request, response, nonce } = asked
  if (asked.route === SHARE_LINK) openShare(context, asked)
  else if (asked.route === '/sign-in') {
    const message = 'Sign in with a token. An owner makes one: "trinitas token add".'
    sendHtml(response, 200, signInPage({ nonce, message }))
  } else if (asked.route === '/api/sign-out') signOut(context, asked)
  else if (request.method === 'POST') await exchange(context, asked)
  else sendJson(response, 200, { signedIn: asked.identity !== null })
}

async function exchange(context: GateContext, asked: Asked): Promise<void> {
  const { journal, failedTokens, now } = context
  const from = asked.origin.address
  const result = await signIn(asked.request, { tokens: journal.tokens(), failedTokens, from })
  if (!result.done)
    return refuse(context, asked, { status: result.reason === 'too_many' ? 429 : 401, ...result })
  setCookie(context, asked, result.cookieText, (result.expiresAtMs ?? now()) - now())
  sendJson(asked.response, 200, { signedIn: true })
}

function signOut(context: GateContext, asked: Asked): void {
  if (asked.identity?.tokenId) context.journal.tokens().signOut(asked.identity.tokenId)
  setCookie(context, asked, '', 0)
  sendJson(asked.response, 200, { signedIn: false })
}

function setCookie(
  { cookieName }: GateContext,
  { response, origin }: Asked,
  value: string,
  maxAgeMs: number,
): void {
  const secure = origin.scheme === 'https'
  response.setHeader('set-cookie', tokenCookie(cookieName, value, { secure, maxAgeMs }))
}
