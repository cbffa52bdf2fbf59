import { respondJson } from '#lib/http/respond.ts'
import { getAlerts } from '../../alerts.ts'

/** Every alert as it stands, what was raised before, and what became of messages to webhooks. */
export const GET = (): Promise<Response> => respondJson(async () => getAlerts().view())
