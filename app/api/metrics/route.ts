import { metricsQuerySchema } from '#lib/http/metrics-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../monitor.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => getMonitor().metrics(parseQuery(request.url, metricsQuerySchema)))
