import { readIdentity } from '#lib/http/identity-header.ts'
import { planRequestSchema } from '#lib/http/recovery-requests.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { summarizePlan } from '#lib/model/recovery.ts'
import { getRecovery } from '../../../recovery.ts'

/** Says what would be done. Nothing is, until the plan is confirmed. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const asked = await parseBody(request, planRequestSchema)
    return summarizePlan(await getRecovery().plan(readIdentity(request.headers), asked))
  })
