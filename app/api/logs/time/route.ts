import { logTimeSchema } from '#lib/http/log-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

/** Where the first line at or after a time is. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { name, at } = parseQuery(request.url, logTimeSchema)
    return { offset: await getMonitor().logs.findTime(name, at) }
  })
