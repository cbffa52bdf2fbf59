import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AppError, toHttpStatus } from '#lib/errors.ts'
import type { RefusalReason } from './check-request.ts'
import { explainRefusal, type RefusalFacts } from './explain-refusal.ts'
import { explainShareRefusal, isOfShare, shareEndedPage } from './share-ended-page.ts'
import { signInPage } from './sign-in-page.ts'

const NO_STORE = { 'cache-control': 'no-store' }

export type RefusalResponse = RefusalFacts & { status: number; reason: RefusalReason; nonce: string }

/** Says why, in the form that whoever asked can read: the page to sign in, JSON for the API, plain text for the rest. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: RefusalResponse,
): void {
  const { status, reason, nonce, waitMs } = refusal
  const message = explainRefusal(reason, refusal)
  // Nothing more is read from whoever is not wanted; what was sent already must not be taken for a next request.
  response.setHeader('connection', 'close')
  if (status === 401) response.setHeader('www-authenticate', 'Bearer')
  if (status === 429) response.setHeader('retry-after', Math.ceil(waitMs / 1000))
  if (request.url?.startsWith('/api/')) sendJson(response, status, { error: { code: reason, message } })
  else if (isOfShare(request.url) && (status === 401 || status === 429))
    sendHtml(response, status, shareEndedPage({ nonce, message: explainShareRefusal(reason, waitMs) }))
  else if (status === 401) sendHtml(response, status, signInPage({ nonce, message }))
  else send(response, status, 'text/plain', `${message}\n`)
}

/** A fault of ours in answering, with what to do about it. */
export function sendFault(response: ServerResponse, { code, message }: AppError): void {
  sendJson(response, toHttpStatus(code), { error: { code, message } })
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json', JSON.stringify(value))
}

export function sendHtml(response: ServerResponse, status: number, html: string): void {
  send(response, status, 'text/html', html)
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...NO_STORE, 'content-type': `${type}; charset=utf-8` })
  response.end(body)
}
