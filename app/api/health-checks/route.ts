import { healthWriteSchema } from '#lib/http/health-requests.ts'
import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { getHealth } from '../../health.ts'

/** Checks now, and writes nothing. */
export const GET = (): Promise<Response> => respondJson(() => getHealth().check())

/** Checks now, and writes what was found to `logs/`. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(async () => {
    await parseBody(request, healthWriteSchema)
    return getHealth().write(readIdentity(request.headers))
  })
