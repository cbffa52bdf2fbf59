import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { shareRequestSchema } from '#lib/http/share-requests.ts'
import { getSharing } from '../../sharing.ts'

/** Share links, and how others reach them. Their secrets are not known any more. */
export const GET = (): Promise<Response> =>
  respondJson(async () => ({ shares: getSharing().shares(), reach: getSharing().reach }))

/** A new share link: its address, below that of the server, is told this once. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const asked = await parseBody(request, shareRequestSchema)
    const { share, text } = getSharing().share(readIdentity(request.headers), asked)
    return { share, path: `/s/${text}` }
  })
