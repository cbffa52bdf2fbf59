import { LINE_STREAM_HEADERS, lineStream } from '#lib/http/line-stream.ts'
import { logSearchSchema } from '#lib/http/log-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

/** Searches a log and streams what it finds, one JSON object a line. Ends when the client leaves. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { name, search } = parseQuery(request.url, logSearchSchema)
    const { logs } = getMonitor()
    await logs.check(name, search.filter)
    return new Response(lineStream(logs.search(name, search, request.signal)), {
      headers: LINE_STREAM_HEADERS,
    })
  })
