import { respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../monitor.ts'

/** Another start asks this to learn whether the address is ours, and for which home. */
export const GET = (): Promise<Response> =>
  respondJson(async () => ({ product: 'trinitas-monitor', ...(await getMonitor().status()) }))
