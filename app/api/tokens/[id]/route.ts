import { readIdentity } from '#lib/http/identity-header.ts'
import { respondJson } from '#lib/http/respond.ts'
import { getSharing } from '../../../sharing.ts'

type Context = { params: Promise<{ id: string }> }

/** Ends a token, every browser that signed in with it, and what they have open. */
export const DELETE = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => ({
    token: getSharing().revokeToken(readIdentity(request.headers), (await params).id),
  }))
