import { parseSessionSlug } from '#lib/format/session-slug.ts'
import { respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

type Context = { params: Promise<{ id: string }> }

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  respondJson(async () => {
    const id = parseSessionSlug((await params).id)
    return id === null ? null : getMonitor().session(id)
  })
