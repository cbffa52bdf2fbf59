import type { IncomingMessage, ServerResponse } from 'node:http'
import { ROUTE_HEADER } from '#lib/http/route-header.ts'
import { logFault } from '#lib/store/log-fault.ts'
import type { Handler } from './listen.ts'

export type FaultLog = {
  /** Writes that answering a route failed, and why where that is known. */
  note(request: Pick<IncomingMessage, 'method' | 'headers'>, reason: string | null): void
  /** Writes down which answers of a handler say that the server failed. */
  watch(handler: Handler): Handler
}

/** A page that fails is asked for again and again; the log says it once in this time. */
export const REPEATED_MS = 60_000
/** More routes than there are. */
const ROUTES_LIMIT = 500

/** What fails in answering, one line in `errors.log`. A route is named as the gate does: an address may hold a secret. */
export function createFaultLog(home: string, now: () => number = Date.now): FaultLog {
  const saidAtMs = new Map<string, number>()
  const note: FaultLog['note'] = ({ method, headers }, reason) => {
    const what = `${method} ${headers[ROUTE_HEADER] ?? 'an unknown route'}`
    const nowMs = now()
    if (nowMs - (saidAtMs.get(what) ?? Number.NEGATIVE_INFINITY) < REPEATED_MS) return
    if (saidAtMs.size >= ROUTES_LIMIT) saidAtMs.clear()
    saidAtMs.set(what, nowMs)
    logFault(home, `${what} could not be answered${reason === null ? '.' : `: ${reason}`}`, nowMs)
  }
  return {
    note,
    watch: (handler) => (request: IncomingMessage, response: ServerResponse) => {
      response.once('finish', () => {
        const isAsked = request.headers[ROUTE_HEADER] === ERROR_PAGE
        if (response.statusCode >= FAILED && !isAsked) note(request, `status ${response.statusCode}`)
      })
      handler(request, response)
    },
  }
}

const FAILED = 500
/** The framework's page for whatever fails. Whoever asks for it by its name gets its status, and nothing has failed. */
const ERROR_PAGE = '/_global-error'
