import { readIdentity } from '#lib/http/identity-header.ts'
import { snoozeSchema } from '#lib/http/recovery-requests.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../../recovery.ts'

/** Says until when nobody wants to hear of a kind of issue. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { type, untilMs } = await parseBody(request, snoozeSchema)
    getRecovery().snooze(readIdentity(request.headers), type, untilMs)
    return { type, untilMs }
  })
