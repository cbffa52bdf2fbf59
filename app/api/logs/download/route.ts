import { byteAttachment } from '#lib/http/attachment.ts'
import { logNameSchema } from '#lib/http/log-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

/** A log as it is on disk, compressed where it is there. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () =>
    byteAttachment(await getMonitor().logs.download(parseQuery(request.url, logNameSchema).name)),
  )
