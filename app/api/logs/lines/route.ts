import { logLinesSchema } from '#lib/http/log-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { name, request: wanted } = parseQuery(request.url, logLinesSchema)
    return getMonitor().logs.page(name, wanted)
  })
