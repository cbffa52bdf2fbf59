import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { sessionQuerySchema } from '#lib/model/session-query.ts'
import { getMonitor } from '../../monitor.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => getMonitor().sessions(parseQuery(request.url, sessionQuerySchema)))
