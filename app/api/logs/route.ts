import { respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../monitor.ts'

export const GET = (): Promise<Response> => respondJson(async () => getMonitor().logs.list())
