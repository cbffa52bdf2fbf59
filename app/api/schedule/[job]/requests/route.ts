import { respondJson } from '#lib/http/respond.ts'
import { parseJob } from '#lib/http/schedule-requests.ts'
import { getSchedule } from '../../../../schedule.ts'

type Context = { params: Promise<{ job: string }> }

/** What a job would ask for just now, each of which can be looked at as a plan. */
export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => ({ requests: await getSchedule().requests(parseJob((await params).job)) }))
