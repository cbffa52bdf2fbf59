import { respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../../recovery.ts'

type Context = { params: Promise<{ id: string }> }

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => getRecovery().operation((await params).id))
