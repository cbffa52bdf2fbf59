import { type Chart, hasValues } from '#lib/export/charts/chart.ts'
import { describeChart } from '#lib/export/charts/describe-chart.ts'
import { PAGE_PALETTE } from '#lib/export/charts/palette.ts'
import { renderChart } from '#lib/export/charts/render-chart.ts'
import type { ChartSize } from '#lib/export/charts/render-series.ts'
import { element, emptyElement, type Markup } from '#lib/export/markup.ts'
import { makeTable } from '#lib/export/tables/make-table.ts'
import type { Table } from '#lib/export/tables/table.ts'
import { writeJson } from '#lib/export/write-json.ts'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { METRICS_CHARTS, type MetricsChart, TABLE_TITLES } from '#lib/model/metrics-export.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import type { ShareTicks } from '#lib/model/share.ts'
import { redactMetrics } from '#lib/share/redact-metrics.ts'
import { drawTable, knownRows, turned } from './draw-table.ts'
import { drawFacts } from './facts.ts'
import { SNAPSHOT_STYLE } from './style.ts'
import { drawTiles } from './tiles.ts'

/** Two beside each other on a screen, and on a phone one whose text can still be read. */
const CHART_SIZE: ChartSize = { width: 440, plotHeight: 160 }
const LISTS = ['totals', 'agents', 'sessions', 'frequent-errors'] as const
const TITLE = 'Trinitas metrics'

/** Nothing runs and nothing is asked for, whoever opens the file, from wherever. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/**
 * A view as one HTML file that needs nothing else: charts, the numbers as tables, and all of it as JSON for programs.
 * Only what `ticks` allow is in it, whatever the view holds.
 */
export function renderSnapshot(whole: MetricsView, ticks: ShareTicks): string {
  const view = maskErrors(redactMetrics(whole, ticks))
  const body = element(
    'body',
    {},
    // How many projects were chosen may be known, where their names may not.
    element('header', {}, element('h1', {}, TITLE), drawFacts({ ...view, filter: whole.filter }, ticks)),
    element('main', {}, drawTiles(view), ...drawCharts(view), ...drawLists(view)),
    element('script', { type: 'application/json', id: 'trinitas-metrics' }, embedJson(view)),
  )
  return `<!doctype html>\n${element('html', { lang: 'en' }, drawHead(), body).markup}\n`
}

/** It leaves the circle of those who may read answers, so that no key may be in it that can be found. */
const maskErrors = (view: MetricsView): MetricsView => ({
  ...view,
  frequentErrors: view.frequentErrors.map((error) => ({ ...error, text: maskSecrets(error.text) })),
})

const drawHead = (): Markup =>
  element(
    'head',
    {},
    emptyElement('meta', { charset: 'utf-8' }),
    emptyElement('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    emptyElement('meta', { name: 'referrer', content: 'no-referrer' }),
    emptyElement('meta', { name: 'robots', content: 'noindex, nofollow' }),
    emptyElement('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('title', {}, TITLE),
    element('style', {}, { markup: SNAPSHOT_STYLE }),
  )

function drawCharts(view: MetricsView): Markup[] {
  const charts = METRICS_CHARTS.map((name) => ({ name, chart: describeChart(view, name) }))
  const empty = charts.filter(({ chart }) => !hasValues(chart)).map(({ name }) => TABLE_TITLES[name])
  const panels = charts
    .filter(({ chart }) => hasValues(chart))
    .map(({ name, chart }) => drawPanel(view, name, chart))
  return [
    element('h2', {}, 'Charts'),
    element('div', { class: 'charts' }, ...panels),
    ...(empty.length === 0
      ? []
      : [element('p', { class: 'muted' }, `Nothing to draw in this range: ${empty.join(', ')}.`)]),
  ]
}

function drawPanel(view: MetricsView, name: MetricsChart, chart: Chart): Markup {
  const numbers = drawTable(
    knownRows(makeTable(view, name)),
    `Numbers of ${chart.title}`,
    view.heatMap.timeZone,
  )
  return element(
    'section',
    { class: 'panel', 'aria-label': chart.title },
    { markup: renderChart(chart, CHART_SIZE, PAGE_PALETTE) },
    element('details', {}, element('summary', {}, 'Numbers'), numbers),
  )
}

function drawLists(view: MetricsView): Markup[] {
  return LISTS.flatMap((name) => {
    const table = listOf(view, name)
    const title = TABLE_TITLES[name]
    const shown =
      table.rows.length === 0
        ? element('p', { class: 'muted' }, 'None in this range.')
        : element('div', { class: 'panel' }, drawTable(table, title, view.heatMap.timeZone))
    return [element('h2', {}, title), shown]
  })
}

function listOf(view: MetricsView, name: (typeof LISTS)[number]): Table {
  const table = makeTable(view, name)
  return name === 'totals' ? turned(table, ['This range', 'The period before'], view.heatMap.timeZone) : table
}

/** Within a script element nothing but its end tag and `<!--` mean anything, and neither can be written without "<". */
const embedJson = (view: MetricsView): Markup => ({
  markup: writeJson(view).replaceAll('<', '\\u003c'),
})
