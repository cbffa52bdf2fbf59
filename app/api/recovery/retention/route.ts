import { respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../../recovery.ts'

/** What the next run would remove, and what it leaves alone. */
export const GET = (): Promise<Response> => respondJson(() => getRecovery().previewRetention())
