import { auditQuerySchema } from '#lib/http/recovery-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../recovery.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => getRecovery().audit(parseQuery(request.url, auditQuerySchema)))
