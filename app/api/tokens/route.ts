import { respondJson } from '#lib/http/respond.ts'
import { getSharing } from '../../sharing.ts'

/** Who is let in, beside those who have a share link. */
export const GET = (): Promise<Response> => respondJson(async () => ({ tokens: getSharing().tokens() }))
