import { alertTestSchema } from '#lib/http/alert-requests.ts'
import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { getAlerts } from '../../../alerts.ts'

/** Sends a test by every way in which alerts are told, and says how it went. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { to } = await parseBody(request, alertTestSchema)
    return getAlerts().test(readIdentity(request.headers), to === 'all' ? undefined : to.webhook)
  })
