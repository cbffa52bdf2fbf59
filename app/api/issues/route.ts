import { respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../monitor.ts'
import { withSnoozes } from '../../recovery.ts'

export const GET = (): Promise<Response> => respondJson(async () => withSnoozes(await getMonitor().issues()))
