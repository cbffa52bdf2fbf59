import * as z from 'zod'
import { parseSessionSlug } from '#lib/format/session-slug.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../../monitor.ts'

type Context = { params: Promise<{ id: string }> }

const querySchema = z.object({ path: z.string().min(1) })

export const GET = (request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => {
    const { path } = parseQuery(request.url, querySchema)
    const id = parseSessionSlug((await params).id)
    return id === null ? null : getMonitor().answer(id, path, { whole: true })
  })
