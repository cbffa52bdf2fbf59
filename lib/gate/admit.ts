import { checkForm, checkRight, type GateRequest, type Refused } from './check-request.ts'
import { type Asked, type GateContext, refuse } from './gate-context.ts'
import { answerItself } from './gate-routes.ts'
import { type Identification, identify, readCookie } from './identify.ts'
import { isGateRoute, NOT_FOUND } from './routes.ts'
import { tokenCookie } from './sign-in.ts'

/**
 * Whether the application may answer a request; where not, it is answered already. First its form, which needs nobody
 * to be known, then who asks, then whether they may.
 */
export async function admit(context: GateContext, asked: Asked): Promise<boolean> {
  const { request, response } = asked
  const form = formOf(asked)
  const verdict = checkForm(form, context.allowedHosts)
  if (!verdict.allowed) return refused(context, asked, verdict)
  const { route } = verdict
  asked.route = route.path
  const who = await identify(request, asked.origin, { ...context, shareId: route.shareId })
  if (who.known) asked.identity = who.identity
  forgetCookie(asked, who, context)
  const refusal = checkRight(form, route, asked.identity)
  if (refusal !== null)
    return refused(context, asked, refusal.status === 401 ? whyUnknown(who, refusal) : refusal)
  if (isGateRoute(route)) {
    await answerItself(context, asked)
    return false
  }
  // What an owner sees of a share ends with it too.
  const held = [asked.identity?.tokenId, route.shareId].filter((id) => typeof id === 'string')
  context.longResponses.watch(response, held)
  // Whatever the framework might make of a path that nobody named, it is the page that says so.
  if (route === NOT_FOUND) request.url = NOT_FOUND.path
  return true
}

function refused(...refusal: Parameters<typeof refuse>): false {
  refuse(...refusal)
  return false
}

function whyUnknown(who: Identification, refusal: Refused): Parameters<typeof refuse>[2] {
  if (who.known) return refusal
  return who.reason === 'too_many' ? { status: 429, ...who } : { status: 401, reason: who.reason }
}

function formOf({ request, origin }: Asked): GateRequest {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.headers,
    hostCount: request.headersDistinct.host?.length ?? 0,
    scheme: origin.scheme,
  }
}

/** A cookie that no longer lets anybody in would only be sent again. */
function forgetCookie(
  { request, response, origin }: Asked,
  who: Identification,
  { cookieName }: GateContext,
): void {
  const isSent = readCookie(request.headers.cookie, cookieName) !== null
  const holds = who.known ? who.identity.via === 'token' : who.reason === 'too_many'
  if (!isSent || holds) return
  const secure = origin.scheme === 'https'
  response.setHeader('set-cookie', tokenCookie(cookieName, '', { secure, maxAgeMs: 0 }))
}
