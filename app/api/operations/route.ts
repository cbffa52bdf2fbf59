import { operationsQuerySchema } from '#lib/http/recovery-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../recovery.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => getRecovery().operations(parseQuery(request.url, operationsQuerySchema).limit))
