import { readIdentity } from '#lib/http/identity-header.ts'
import { respondJson } from '#lib/http/respond.ts'
import { getSharing } from '../../../../sharing.ts'

type Context = { params: Promise<{ id: string }> }

/** What a share shows: its own view, whatever else is asked for. */
export const GET = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => getSharing().sharedMetrics(readIdentity(request.headers), (await params).id))
