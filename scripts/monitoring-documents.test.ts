import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { metricFamilies } from '#lib/export/exposition/metric-families.ts'
import { makeCounters } from '#lib/testing/make-counters.ts'
import { root } from '#lib/testing/run-command.ts'
import { findPromtool } from './find-promtool.mjs'

/** Long enough to fetch it. */
beforeAll(findPromtool, 120_000)

const read = (path: string): string => readFileSync(`${root}docs/${path}`, 'utf8')

const families = metricFamilies(makeCounters(), '1.2.3')
/** Every series that /metrics has, with the labels of each. */
const known = new Map(
  families.flatMap(({ name, samples }) =>
    samples.map(({ suffix, labels }) => [name + suffix, new Set(labels.map(([label]) => label))]),
  ),
)

type Panel = {
  title: string
  gridPos: { x: number; y: number; w: number; h: number }
  targets: { expr: string }[]
}
const dashboard = JSON.parse(read('grafana-dashboard.json')) as { panels: Panel[] }
const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))

function promtool(args: readonly string[], cwd: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(findPromtool(), args, { cwd, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

function inDirectory(files: Readonly<Record<string, string>>, args: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'trinitas-promtool-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
    return promtool(args, directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Expressions as rules, which Prometheus parses; Grafana puts times where its variables are. */
const asRules = (texts: readonly string[]): string =>
  JSON.stringify({
    groups: [
      {
        name: 'dashboard',
        rules: texts.map((text, at) => ({
          record: `panel:${at}`,
          expr: text
            .replaceAll('$__rate_interval', '5m')
            .replaceAll('$__range', '1d')
            .replaceAll('$agent', '.*'),
        })),
      },
    ],
  })

describe('the dashboard for Grafana', () => {
  it('names only what /metrics gives, and all of it', () => {
    const named = new Set(expressions.flatMap((expr) => expr.match(/trinitas_\w+/g) ?? []))
    expect(named.size).toBeGreaterThan(10)
    expect([...named].filter((name) => !known.has(name))).toEqual([])
    expect([...known.keys()].filter((name) => !named.has(name))).toEqual([])
  })

  it('asks for labels that these have', () => {
    const matchers = expressions.flatMap((expr) => [...expr.matchAll(/(trinitas_\w+)\{([^}]*)\}/g)])
    expect(matchers.length).toBeGreaterThan(5)
    for (const [, name = '', labels = ''] of matchers)
      for (const [, label = ''] of labels.matchAll(/(\w+)[=!]~?"/g))
        expect(known.get(name)?.has(label), `${name}{${label}}`).toBe(true)
  })

  it('is made of expressions that Prometheus can read', () => {
    const check = (texts: readonly string[]) =>
      inDirectory({ 'rules.json': asRules(texts) }, ['check', 'rules', 'rules.json'])
    const { status, output } = check(expressions)
    expect([status, output]).toEqual([
      0,
      expect.stringContaining(`SUCCESS: ${expressions.length} rules found`),
    ])
    expect(check(['sum(']).status).not.toBe(0)
  })

  it('has its panels beside and below each other, none over another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24)
  })
})

describe('the example for Prometheus', () => {
  const files = { 'prometheus.yml': read('prometheus.yml'), 'trinitas.token': 'TOKEN' }

  it('is a configuration that promtool accepts', () => {
    expect(inDirectory(files, ['check', 'config', 'prometheus.yml'])).toMatchObject({ status: 0 })
    const wrong = {
      ...files,
      'prometheus.yml': files['prometheus.yml'].replace('metrics_path', 'metric_path'),
    }
    expect(inDirectory(wrong, ['check', 'config', 'prometheus.yml']).status).not.toBe(0)
  })
})

describe('promtool', () => {
  it('is not replaced by another where one is named that does not start', () => {
    try {
      for (const path of ['/bin/false', '/nowhere/promtool']) {
        vi.stubEnv('PROMTOOL_PATH', path)
        expect(findPromtool).toThrow(`PROMTOOL_PATH is ${path}, which does not start as promtool.`)
      }
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
