import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { jobPlansSchema, parseJob } from '#lib/http/schedule-requests.ts'
import { getSchedule } from '../../../../schedule.ts'

type Context = { params: Promise<{ job: string }> }

/** Says what a job would do just now. Nothing is done. */
export const POST = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => {
    await parseBody(request, jobPlansSchema)
    return { plans: await getSchedule().plans(readIdentity(request.headers), parseJob((await params).job)) }
  })
