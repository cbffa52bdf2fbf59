import { describe, expect, it } from 'vitest'
import { METRICS_CHARTS, type MetricsChart, TIME_MEASURES } from '#lib/model/metrics-export.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { readXml, type XmlElement } from '#lib/testing/check-xml.ts'
import { makeAgent, makeView } from '#lib/testing/make-view.ts'
import { describeChart } from './describe-chart.ts'
import { PALETTES } from './palette.ts'
import { PICTURE_SIZE, renderChart } from './render-chart.ts'

const svgOf = (view: MetricsView, chart: MetricsChart) =>
  renderChart(describeChart(view, chart), PICTURE_SIZE, PALETTES.light)
const draw = (view: MetricsView, chart: MetricsChart): XmlElement[] => readXml(svgOf(view, chart))
const textsOf = (elements: readonly XmlElement[]) =>
  elements.filter(({ name }) => name === 'text').map(({ text }) => text)
const pathsOf = (elements: readonly XmlElement[]) =>
  elements.flatMap(({ name, attributes }) => (name === 'path' ? [attributes.d ?? ''] : []))

/** A view with as many buckets as there are values. */
function withSuccessRate(successRate: (number | null)[]): MetricsView {
  const view = makeView()
  return {
    ...view,
    successRate,
    range: { ...view.range, startsMs: view.range.startsMs.slice(0, successRate.length) },
  }
}

describe('a chart as SVG', () => {
  it.each(METRICS_CHARTS)('of %s is whole, says what it is, and needs nothing else', (chart) => {
    for (const measure of TIME_MEASURES) {
      const described = describeChart(makeView(), chart, measure)
      for (const palette of [PALETTES.light, PALETTES.dark]) {
        const svg = renderChart(described, PICTURE_SIZE, palette)
        const [root, background] = readXml(svg)
        expect(root).toMatchObject({ name: 'svg', attributes: { role: 'img', width: '840' } })
        expect(root?.attributes['aria-label']).toMatch(new RegExp(`^${described.title}\\. `))
        expect(background?.attributes.fill).toBe(palette.surface)
        expect(textsOf(readXml(svg))).toContain(described.title)
        expect(svg).not.toMatch(
          /<script|<style|<image|<use|href|url\(|@import|\bon\w+=|NaN|undefined|Infinity/,
        )
      }
    }
  })

  it('has units at its values, round local times at its times, and says whose they are', () => {
    const texts = textsOf(draw(makeView(), 'execution-time'))
    expect(texts).toEqual(expect.arrayContaining(['0 ms', '10 s', '20 s', '30 s', 'Threshold 30 s']))
    // 10:00 UTC.
    expect(texts).toEqual(expect.arrayContaining(['11:00', '12:00', '18:00']))
    expect(texts).toContain('In steps of 5 min. Times in Europe/Berlin.')
  })

  it('draws no line where nothing is known, and a dot where one value stands alone', () => {
    const elements = draw(withSuccessRate([1, 0.9, null, 0.8, null, null, 0.7, 0.6]), 'success-rate')
    const [path = ''] = pathsOf(elements)
    expect([path.split('M').length - 1, path.split('L').length - 1]).toEqual([2, 2])
    expect(elements.filter(({ name }) => name === 'circle')).toHaveLength(1)
  })

  it('draws 0 as 0, which is not unknown', () => {
    const [known, unknown] = [withSuccessRate([0, 0]), withSuccessRate([null, null])]
    expect(pathsOf(draw(known, 'success-rate'))).toHaveLength(1)
    expect(pathsOf(draw(unknown, 'success-rate'))).toEqual([])
    expect(textsOf(draw(unknown, 'success-rate'))).toContain('Nothing is known of this range.')
  })

  it('puts the threshold where its value is, and only says it where it is far above everything', () => {
    const view = makeView({ successRate: makeView().successRate.map(() => 0.9) })
    const elements = draw(view, 'success-rate')
    const threshold = elements.find(({ attributes }) => attributes['stroke-width'] === '1.5')
    const [path = ''] = pathsOf(elements)
    expect(path).toContain(` ${threshold?.attributes.y1}L`)
    const far = makeView({ thresholds: { ...view.thresholds, averageExecutionMs: 86_400_000 } })
    expect(textsOf(draw(far, 'execution-time'))).toContain('Threshold 1 d, above what is shown')
    expect(draw(far, 'execution-time').some(({ attributes }) => attributes['stroke-width'] === '1.5')).toBe(
      false,
    )
  })

  it('stacks what adds up: bars of one bucket are as high as all its errors', () => {
    const view = makeView()
    const { error, timeout, interrupted } = view.errors
    const drawn = draw(view, 'errors').filter(
      ({ name, attributes: { fill = '' } }) => name === 'rect' && PALETTES.light.series.includes(fill),
    )
    const unit =
      300 / Math.max(...error.map((count, at) => count + (timeout[at] ?? 0) + (interrupted[at] ?? 0)))
    // Three of the boxes are the legend's.
    const height = drawn.slice(3).reduce((sum, { attributes }) => sum + Number(attributes.height), 0)
    const errors = [...error, ...timeout, ...interrupted].reduce((sum, count) => sum + count, 0)
    expect(errors).toBeGreaterThan(100)
    expect(height / unit).toBeCloseTo(errors, 0)
  })

  it('tells twelve agents apart by colour or dash, all of which have an entry', () => {
    const agents = Array.from({ length: 12 }, (_, at) => makeAgent(`agent ${at}`, at))
    const elements = draw(makeView({ agents }), 'execution-time')
    const looks = elements.flatMap(({ name, attributes }) =>
      name === 'path' ? [`${attributes.stroke} ${attributes['stroke-dasharray']}`] : [],
    )
    expect(new Set(looks).size).toBe(12)
    for (const { agent } of agents) expect(textsOf(elements)).toContain(agent)
  })

  it('takes names of agents for text, whatever they hold', () => {
    const names = [
      '</text><script>alert(1)</script>',
      '"&\'<!-- ]]> &amp;',
      '\u0000\u001b\u202e\ud800\ufffe',
      'x'.repeat(500),
    ]
    const elements = draw(
      makeView({ agents: names.map((name, at) => makeAgent(name, at)) }),
      'execution-time',
    )
    expect(elements.filter(({ name }) => name === 'script')).toEqual([])
    const texts = textsOf(elements)
    expect(texts).toEqual(
      expect.arrayContaining([
        names[0],
        names[1],
        '\\u{0}\\u{1b}\\u{202e}\\u{d800}\ufffd',
        `${'x'.repeat(27)}…${'x'.repeat(6)}`,
      ]),
    )
  })

  it('shows 168 hours in the heat map, darker the more there were', () => {
    const cells = draw(makeView(), 'heat-map').filter(({ name }) => name === 'title')
    expect(cells).toHaveLength(168)
    const results = makeView().heatMap.results.map((_count, hour) => (hour === 25 ? 10 : hour === 26 ? 1 : 0))
    const elements = draw(makeView({ heatMap: { timeZone: 'UTC', results } }), 'heat-map')
    const opacityOf = (title: string) =>
      elements[elements.findIndex(({ name, text }) => name === 'title' && text === title) - 1]?.attributes
    expect(opacityOf('Tuesday 1:00: 10 results')?.['fill-opacity']).toBe('1')
    expect(opacityOf('Tuesday 2:00: 1 result')?.['fill-opacity']).toBe('0.15')
    expect(opacityOf('Tuesday 3:00: 0 results')?.fill).toBe('none')
  })
})
