import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MetricsCounters } from '#lib/model/metrics-counters.ts'
import { makeCounters, makeExecution } from '#lib/testing/make-counters.ts'
import { parseOpenMetrics } from '#lib/testing/parse-open-metrics.ts'
import { findPromtool } from '../../../scripts/find-promtool.mjs'
import { writeExposition } from './exposition.ts'

const openMetrics = (counters: MetricsCounters) => writeExposition(counters, 'openmetrics', '1.2.3')
const prometheus = (counters: MetricsCounters) => writeExposition(counters, 'prometheus', '1.2.3')
const parse = (counters: MetricsCounters) => parseOpenMetrics(openMetrics(counters))

/** Long enough to fetch it. */
beforeAll(findPromtool, 120_000)

function promtool(text: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(findPromtool(), ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const HOSTILE_AGENTS = [
  'quotes " and "" more',
  'back\\slash\\n and \\',
  'line\nbreak\r\n# EOF\ntrinitas_results_total 1',
  'control\u0000\u001b[2J\u007f',
  'bidi \u202egnp.exe\u2066 \u200b',
  'half \ud800 of a character \udc00',
  '{curly="braces"} # {} 1',
  '\u2028\u2029\ufeff\u{e0041}',
  'ключ 鍵 🔑',
  'x'.repeat(5000),
  ' ',
]
const hostile = makeCounters({ executions: HOSTILE_AGENTS.map((agent) => makeExecution({ agent })) })

describe('what a scraper is told', () => {
  it('is, in OpenMetrics, what its grammar and its rules say, in base units', () => {
    const families = parse(makeCounters())
    expect(families.map(({ name, type, unit }) => [name, type, unit])).toEqual([
      ['trinitas_build', 'info', null],
      ['trinitas_results', 'counter', null],
      ['trinitas_execution_seconds', 'histogram', 'seconds'],
      ['trinitas_tokens', 'counter', null],
      ['trinitas_sessions', 'gauge', null],
      ['trinitas_missed_changes', 'counter', null],
      ['trinitas_sample_timestamp_seconds', 'gauge', 'seconds'],
      ['trinitas_results_bytes', 'gauge', 'bytes'],
      ['trinitas_disk_free_bytes', 'gauge', 'bytes'],
      ['trinitas_inodes_free', 'gauge', null],
      ['trinitas_memory_available_bytes', 'gauge', 'bytes'],
      ['trinitas_agents_memory_bytes', 'gauge', 'bytes'],
      ['trinitas_monitor_memory_bytes', 'gauge', 'bytes'],
    ])
    const samples = families.flatMap((family) => family.samples)
    const value = (name: string, labels: object) =>
      samples.find(
        (sample) => sample.name === name && JSON.stringify(sample.labels) === JSON.stringify(labels),
      )?.value
    const one = { agent: 'krukai-optimizer', status: 'success' }
    expect([
      value('trinitas_build_info', { version: '1.2.3' }),
      value('trinitas_results_total', one),
      value('trinitas_sessions', { state: 'completed' }),
      value('trinitas_execution_seconds_sum', one),
      value('trinitas_execution_seconds_count', one),
      value('trinitas_execution_seconds_bucket', { ...one, le: '1.0' }),
      value('trinitas_execution_seconds_bucket', { ...one, le: '2.5' }),
      value('trinitas_execution_seconds_bucket', { ...one, le: '3600.0' }),
      value('trinitas_execution_seconds_bucket', { ...one, le: '+Inf' }),
    ]).toEqual([1, 3, 30, 4001.5, 2, 0, 1, 1, 2])
  })

  it('says what agents cost by kind, over all that they did, and nothing of what nobody said', () => {
    const none = { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null }
    const tokens = { ...none, inputTokens: 10, cacheReadTokens: 0 }
    const executions = [
      makeExecution({ agent: 'a', tokens }),
      makeExecution({ agent: 'a', outcome: 'error', tokens }),
      makeExecution({ agent: 'silent', tokens: none }),
    ]
    const family = parse(makeCounters({ executions })).find(({ name }) => name === 'trinitas_tokens')
    expect(family?.samples.map(({ name, labels, value }) => [name, labels, value])).toEqual([
      ['trinitas_tokens_total', { agent: 'a', kind: 'input' }, 20],
      ['trinitas_tokens_total', { agent: 'a', kind: 'cache_read' }, 0],
    ])
    const silent = makeCounters({ executions: [makeExecution({ tokens: none })] })
    expect(openMetrics(silent)).not.toContain('tokens')
  })

  it('leaves out what is unknown, which is not 0', () => {
    const unknown = makeCounters()
    const sample = { ...(unknown.sample ?? expect.fail('no sample')), diskFreeBytes: null, inodesFree: null }
    const names = parse({ ...unknown, sample }).map(({ name }) => name)
    expect(names).toContain('trinitas_agents_memory_bytes')
    expect(names).not.toContain('trinitas_disk_free_bytes')
    expect(names).not.toContain('trinitas_inodes_free')
    expect(openMetrics({ ...unknown, sample: null })).not.toContain('bytes')
  })

  it('keeps every name of an agent in its place, however hostile', () => {
    const [, results] = parse(hostile)
    const agents = results?.samples.map(({ labels }) => labels.agent)
    expect(agents).toHaveLength(HOSTILE_AGENTS.length)
    expect(agents).toEqual(
      expect.arrayContaining([
        'quotes " and "" more',
        'back\\slash\\n and \\',
        'control\\u{0}\\u{1b}[2J\\u{7f}',
        'half \\u{d800} of a character \\u{dc00}',
        'ключ 鍵 🔑',
      ]),
    )
    for (const text of [openMetrics(hostile), prometheus(hostile)]) {
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
      expect(text.isWellFormed()).toBe(true)
    }
  })

  it('counts agents as one that are one as labels, since no series may come twice', () => {
    const executions = ['a\u001b', 'a\\u{1b}', `${'y'.repeat(300)}1`, `${'y'.repeat(300)}2`].map((agent) =>
      makeExecution({ agent }),
    )
    const [, results] = parse(makeCounters({ executions }))
    expect(results?.samples.map(({ labels, value }) => [labels.agent, value])).toEqual([
      ['a\\u{1b}', 6],
      ['y'.repeat(200), 6],
    ])
  })

  it.each([
    ['what a home usually has', makeCounters()],
    ['hostile names', hostile],
    ['nothing', makeCounters({ executions: [], sample: null })],
  ])('passes promtool check metrics with %s', (_what, counters) => {
    expect(promtool(prometheus(counters))).toEqual({ status: 0, output: '' })
  })

  it('is not waved through by what checks it', () => {
    expect(promtool('# TYPE x counter\nx 1\n').status).not.toBe(0)
    expect(promtool(`${prometheus(makeCounters())}}`).status).not.toBe(0)
    const good = openMetrics(makeCounters())
    for (const bad of [
      good.replace('# EOF\n', ''),
      good.replace('_total{', '{'),
      good.replace('le="1.0"', 'le="1"'),
      good.replace(
        '_count{agent="krukai-optimizer",status="success"} 2',
        '_count{agent="krukai-optimizer",status="success"} 3',
      ),
      good.replace('# UNIT trinitas_results_bytes bytes', '# UNIT trinitas_results_bytes seconds'),
      good.replace('version="1.2.3"', 'version="1.2"3"'),
    ]) {
      expect(bad).not.toBe(good)
      expect(() => parseOpenMetrics(bad)).toThrow()
    }
  })
})
