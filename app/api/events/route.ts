import * as z from 'zod'
import { EVENT_STREAM_HEADERS, eventStream } from '#lib/http/event-stream.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getAlerts } from '../../alerts.ts'
import { getMonitor } from '../../monitor.ts'

const revision = z.coerce.number().int().nonnegative()
const querySchema = z.object({ after: revision.optional() })

/** The change feed, and what is raised of the alerts. A browser that reconnects by itself names the last event it saw; a page names it in the query. */
export async function GET(request: Request): Promise<Response> {
  const lastEventId = revision.safeParse(request.headers.get('last-event-id') ?? undefined)
  let after: number | null = null
  const refusal = await respondJson(async () => {
    after = lastEventId.success ? lastEventId.data : (parseQuery(request.url, querySchema).after ?? null)
    return {}
  })
  if (!refusal.ok) return refusal
  const stream = eventStream(
    (listener) => getMonitor().subscribe(after, listener),
    request.signal,
    (send) => getAlerts().subscribe((now) => send('alerts', now)),
  )
  return new Response(stream, { headers: EVENT_STREAM_HEADERS })
}
