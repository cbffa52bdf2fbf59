import { respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../recovery.ts'

export const GET = (): Promise<Response> => respondJson(async () => getRecovery().trash())
