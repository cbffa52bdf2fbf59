import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { jobRunSchema, parseJob } from '#lib/http/schedule-requests.ts'
import { getSchedule } from '../../../../schedule.ts'

type Context = { params: Promise<{ job: string }> }

/** Begins a job out of turn, and answers once it has begun. */
export const POST = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => {
    await parseBody(request, jobRunSchema)
    return { run: await getSchedule().run(readIdentity(request.headers), parseJob((await params).job)) }
  })
