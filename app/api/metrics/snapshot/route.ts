import { exportName } from '#lib/export/export-name.ts'
import { renderSnapshot } from '#lib/export/snapshot/render-snapshot.ts'
import { attachment } from '#lib/http/attachment.ts'
import { snapshotRequestSchema } from '#lib/http/export-requests.ts'
import { metricsQuerySchema } from '#lib/http/metrics-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

/** The metrics as one HTML file to attach anywhere, with only as much in it as is asked to be shown. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { show } = parseQuery(request.url, snapshotRequestSchema)
    const view = await getMonitor().metrics(parseQuery(request.url, metricsQuerySchema))
    return attachment([renderSnapshot(view, show)], {
      name: exportName('metrics', view.generatedAtMs, 'html'),
      contentType: 'text/html; charset=utf-8',
    })
  })
