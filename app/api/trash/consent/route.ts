import { readIdentity } from '#lib/http/identity-header.ts'
import { consentSchema } from '#lib/http/recovery-requests.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../../recovery.ts'

/** In an object, since that nobody gave it is an answer too. */
const answer = () => ({ consent: getRecovery().consent() })

export const GET = (): Promise<Response> => respondJson(async () => answer())

/** Once it is typed, what has been in the trash past its retention may go without being asked for each time. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { typed } = await parseBody(request, consentSchema)
    getRecovery().setConsent(readIdentity(request.headers), typed)
    return answer()
  })
