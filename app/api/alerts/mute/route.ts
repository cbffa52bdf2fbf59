import { muteSchema } from '#lib/http/alert-requests.ts'
import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { getAlerts } from '../../../alerts.ts'

/** Says until when nobody wants to be told of an alert. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { alert, untilMs } = await parseBody(request, muteSchema)
    getAlerts().mute(readIdentity(request.headers), alert, untilMs)
    return { alert, untilMs }
  })
