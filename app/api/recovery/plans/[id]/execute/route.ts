import { toHttpStatus } from '#lib/errors.ts'
import { readIdentity } from '#lib/http/identity-header.ts'
import { LINE_STREAM_HEADERS, lineStream } from '#lib/http/line-stream.ts'
import { confirmationSchema } from '#lib/http/recovery-requests.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { takeFirst } from '#lib/http/take-first.ts'
import type { OperationEvent } from '#lib/model/operation.ts'
import { getRecovery } from '../../../../../recovery.ts'

type Context = { params: Promise<{ id: string }> }
type Refused = Extract<OperationEvent, { kind: 'refused' }>

/** Does what a plan says and streams how far it is, one JSON object a line; a plan that may not be done is a refusal, 409 where something changed. */
export const POST = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => {
    const { typed } = await parseBody(request, confirmationSchema)
    const events = getRecovery().execute(readIdentity(request.headers), (await params).id, typed)
    const { first, all } = await takeFirst(events)
    return first?.kind === 'refused'
      ? refusal(first)
      : new Response(lineStream(all), { headers: LINE_STREAM_HEADERS })
  })

function refusal({ code, message, drift }: Refused): Response {
  return Response.json(
    { error: { code, message }, drift },
    { status: toHttpStatus(code), headers: { 'cache-control': 'no-store' } },
  )
}
