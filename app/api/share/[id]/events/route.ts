import { CHANGED_STREAM_HEADERS, changedStream } from '#lib/http/changed-stream.ts'
import { readIdentity } from '#lib/http/identity-header.ts'
import { respondJson } from '#lib/http/respond.ts'
import { getSharing } from '../../../../sharing.ts'

type Context = { params: Promise<{ id: string }> }

/** Says that a share is to be read anew. The gate ends it with the share. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => {
    const shared = await getSharing().sharedMetrics(readIdentity(request.headers), (await params).id)
    if (shared === null) return null
    const stream = changedStream((listener) => getSharing().subscribe(listener), request.signal)
    return new Response(stream, { headers: CHANGED_STREAM_HEADERS })
  })
