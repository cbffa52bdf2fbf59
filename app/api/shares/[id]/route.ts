import { readIdentity } from '#lib/http/identity-header.ts'
import { respondJson } from '#lib/http/respond.ts'
import { getSharing } from '../../../sharing.ts'

type Context = { params: Promise<{ id: string }> }

/** Ends a share link, and what is open by it. */
export const DELETE = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => ({
    share: getSharing().revokeShare(readIdentity(request.headers), (await params).id),
  }))
