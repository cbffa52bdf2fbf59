import { AppError } from '#lib/errors.ts'
import { previewSchema } from '#lib/http/recovery-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getRecovery } from '../../../recovery.ts'

/** A broken file beside what could stand for it. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { path } = parseQuery(request.url, previewSchema)
    const preview = await getRecovery().previewRepair(path, { whole: false })
    if (preview !== null) return preview
    throw new AppError('file_not_found', `There is no such file of a session: ${path}`)
  })
