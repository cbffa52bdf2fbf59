import { describeChart } from '#lib/export/charts/describe-chart.ts'
import { PALETTES } from '#lib/export/charts/palette.ts'
import { PICTURE_SIZE, renderChart } from '#lib/export/charts/render-chart.ts'
import { exportName } from '#lib/export/export-name.ts'
import { attachment } from '#lib/http/attachment.ts'
import { chartRequestSchema } from '#lib/http/export-requests.ts'
import { metricsQuerySchema } from '#lib/http/metrics-requests.ts'
import { parseQuery, respondJson } from '#lib/http/respond.ts'
import { getMonitor } from '../../../monitor.ts'

/** A chart of the metrics as SVG. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const { chart, measure, tokens, theme } = parseQuery(request.url, chartRequestSchema)
    const view = await getMonitor().metrics(parseQuery(request.url, metricsQuerySchema))
    const svg = renderChart(describeChart(view, chart, measure, tokens), PICTURE_SIZE, PALETTES[theme])
    return attachment([svg], {
      name: exportName(chart, view.generatedAtMs, 'svg'),
      contentType: 'image/svg+xml',
    })
  })
