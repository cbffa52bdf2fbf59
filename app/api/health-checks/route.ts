import { readIdentity } from '#lib/http/identity-header.ts'
import { respondJson } from '#lib/http/respond.ts'
import { getHealth } from '../../health.ts'

/** Checks now, and writes nothing. */
export const GET = (): Promise<Response> => respondJson(() => getHealth().check())

/** Checks now, and writes what was found to `logs/`. */
export const POST = (request: Request): Promise<Response> =>
  respondJson(() => getHealth().write(readIdentity(request.headers)))
