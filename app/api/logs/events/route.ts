import { EVENT_STREAM_HEADERS } from '#lib/http/event-stream.ts'
import { logEventsSchema } from '#lib/http/log-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { valueStream } from '#lib/http/value-stream.ts'
import { getMonitor } from '../../../monitor.ts'

/** What is added to a log, as server-sent events. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { name, request: wanted } = parseQuery(request.url, logEventsSchema)
    const { logs } = getMonitor()
    await logs.check(name, wanted.filter)
    const stop = new AbortController()
    request.signal.addEventListener('abort', () => stop.abort(), { once: true })
    return new Response(valueStream(logs.follow(name, wanted, stop.signal), stop), {
      headers: EVENT_STREAM_HEADERS,
    })
  })
