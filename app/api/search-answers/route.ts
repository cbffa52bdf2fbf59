import * as z from 'zod'
import { LINE_STREAM_HEADERS, lineStream } from '#lib/http/line-stream.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../monitor.ts'

const querySchema = z.object({ text: z.string().min(2).max(500) })

/** Searches the answers on disk and streams what it finds, one JSON object a line. Ends when the client leaves. */
export async function GET(request: Request): Promise<Response> {
  let text = ''
  const refusal = await respondJson(async () => {
    text = parseQuery(request.url, querySchema).text
    return {}
  })
  if (!refusal.ok) return refusal
  const events = getMonitor().searchAnswers(text, request.signal)
  return new Response(lineStream(events), { headers: LINE_STREAM_HEADERS })
}
