import { AppError } from '#lib/errors.ts'
import { parseSessionSlug } from '#lib/format/session-slug.ts'
import { readIdentity } from '#lib/http/identity-header.ts'
import { pinSchema } from '#lib/http/recovery-requests.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../../../recovery.ts'

type Context = { params: Promise<{ id: string }> }

/** Says whether a session is kept whatever its age. */
export const POST = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => {
    const { pinned } = await parseBody(request, pinSchema)
    const id = parseSessionSlug((await params).id)
    if (id === null) throw new AppError('session_not_found', 'There is no such session.')
    await getRecovery().setPin(readIdentity(request.headers), id, pinned)
    return { pin: getRecovery().pin(id) }
  })
