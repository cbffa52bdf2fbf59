import { describe, expect, it } from 'vitest'
import { changeWords } from './change.ts'
import { levelOf } from './heat-map.tsx'
import { METRICS_PARAMS, parseAsWords, toMetricsQuery } from './metrics-params.ts'
import { nameOf } from './range-words.tsx'
import { LOOKS } from './series-looks.ts'
import { formatValue } from './units.ts'

describe('a change against the period before', () => {
  it('is a share, of shares the points between them', () => {
    expect(changeWords('count', 12, 10)).toBe('+20 %')
    expect(changeWords('duration', 5000, 10_000)).toBe('−50 %')
    expect(changeWords('rate', 0.95, 0.919)).toBe('+3.1 points')
    expect(changeWords('count', 120, 10)).toBe('+1,100 %')
    expect(changeWords('count', 10, 10)).toBe('no change')
  })

  it('says that something is unknown, which is not 0', () => {
    expect(changeWords('duration', 5000, null)).toBe('unknown before')
    expect(changeWords('duration', null, 5000)).toBe('unknown now')
    expect(changeWords('count', 5, 0)).toBe('none before')
  })
})

describe('values', () => {
  it('carry their unit, and a dash where nothing is known', () => {
    expect(formatValue('factor', 2.449)).toBe('2.45×')
    expect(formatValue('agents', 0.5)).toBe('0.5')
    expect(formatValue('agents', 1234.5)).toBe('1,235')
    expect(formatValue('bytes', null)).toBe('–')
  })

  it('are shaded by their share of the highest, and never as nothing', () => {
    expect([0, 1, 50, 100].map((results) => levelOf(results, 100))).toEqual([0, 1, 3, 5])
  })

  it('of a live range have its name, also where that begins a bucket earlier', () => {
    expect(nameOf(86_400_000 + 240_000)).toBe('24 hours')
    expect(nameOf(60_000)).toBe('1 min')
  })
})

describe('the lines of one chart', () => {
  it('are told apart without colours: no two of the same colour have the same dashes or shape', () => {
    expect(new Set(LOOKS.map(({ color, dash }) => `${color} ${dash}`)).size).toBe(12)
    expect(new Set(LOOKS.map(({ color, shape }) => `${color} ${shape}`)).size).toBe(12)
    expect(new Set(LOOKS.slice(0, 6).map(({ dash }) => dash)).size).toBe(6)
  })
})

describe('the question in the URL', () => {
  it('is the one that the API reads, whatever names are made of', () => {
    const names = ['a,b', '100%', 'plain', '%2C']
    expect(parseAsWords.parse(parseAsWords.serialize(names))).toEqual(names)
  })

  it('leaves out what is not asked', () => {
    const params = {
      within: METRICS_PARAMS.within.defaultValue,
      from: new Date(0),
      to: null,
      agent: [],
      project: [],
      status: [],
      compare: 'no',
    } as const
    expect(toMetricsQuery({ ...params, agent: [], project: [], status: [] })).toBe('within=24h')
    expect(
      toMetricsQuery({
        ...params,
        within: 'custom',
        agent: ['a,b'],
        project: [],
        status: ['error', 'timeout'],
        compare: 'yes',
      }),
    ).toBe('within=custom&from=1970-01-01T00%3A00%3A00.000Z&agent=a%252Cb&status=error%2Ctimeout&compare=yes')
  })
})
