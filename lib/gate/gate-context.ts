import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { RefusalReason } from './check-request.ts'
import { createFailedTokens, type FailedTokens } from './failed-tokens.ts'
import type { Origin } from './identify.ts'
import { createLongResponses, type LongResponses } from './long-responses.ts'
import { createRefusalAudit, type RefusalAudit } from './refusal-audit.ts'
import { sendRefusal } from './respond.ts'

export type GateOptions = {
  /** Exact values of Host, port included, in lower case. */
  allowedHosts: ReadonlySet<string>
  requireToken: boolean
  trustedProxies: BlockList
  /** Browsers send cookies to every port of a host, so each server has a name of its own. */
  cookieName: string
  journal: Journal
  /** Identifies this start of the server. */
  startId?: string
  now?: () => number
}

/** What the gate remembers between requests. */
export type GateContext = Required<GateOptions> & {
  failedTokens: FailedTokens
  refusals: RefusalAudit
  longResponses: LongResponses
}

/** A request on its way through. */
export type Asked = {
  request: IncomingMessage
  response: ServerResponse
  origin: Origin
  /** Of the scripts of this response. */
  nonce: string
  /** `null` while nobody is known. */
  identity: Identity | null
  /** The route's pattern; "" before it is known. */
  route: string
}

export function createContext({ now = Date.now, startId = '', ...options }: GateOptions): GateContext {
  const { journal } = options
  return {
    ...options,
    startId,
    now,
    failedTokens: createFailedTokens(now),
    refusals: createRefusalAudit(() => journal.audit(), now),
    longResponses: createLongResponses((id) => isKnownValid(journal, id)),
  }
}

/** Where nobody can tell whether a token still holds, it does not. */
function isKnownValid(journal: Journal, id: string): boolean {
  try {
    return journal.tokens().isValid(id)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(error.message)
    return false
  }
}

/** Records a refusal and says why. */
export function refuse(
  { refusals, allowedHosts }: GateContext,
  { request, response, origin, nonce, identity, route }: Asked,
  { status, reason, waitMs = 0 }: { status: number; reason: RefusalReason; waitMs?: number },
): void {
  const user = identity?.name ?? 'unknown'
  refusals.note({ reason, user, route, address: origin.address, method: request.method ?? '' })
  const [ownHost = ''] = allowedHosts
  sendRefusal(request, response, { status, reason, nonce, waitMs, ownHost })
}
