import { exportName } from '#lib/export/export-name.ts'
import { makeTable } from '#lib/export/tables/make-table.ts'
import { writeCsv } from '#lib/export/tables/write-csv.ts'
import { attachment } from '#lib/http/attachment.ts'
import { tableRequestSchema } from '#lib/http/export-requests.ts'
import { metricsQuerySchema } from '#lib/http/metrics-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

/** A table of the metrics, or the numbers behind a chart, as CSV. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { table } = parseQuery(request.url, tableRequestSchema)
    const view = await getMonitor().metrics(parseQuery(request.url, metricsQuerySchema))
    return attachment(writeCsv(makeTable(view, table)), {
      name: exportName(table, view.generatedAtMs, 'csv'),
      contentType: 'text/csv; charset=utf-8',
    })
  })
