import { logLineSchema } from '#lib/http/log-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { name, offset } = parseQuery(request.url, logLineSchema)
    return getMonitor().logs.line(name, offset)
  })
