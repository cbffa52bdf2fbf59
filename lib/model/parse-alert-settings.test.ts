import { describe, expect, it } from 'vitest'
import { resolveConfig } from '#lib/config.ts'
import { DEFAULT_ALERTS, shownThresholdsOf, thresholdsOf } from './alert-settings.ts'

const config = (alerts: unknown) =>
  resolveConfig({
    flags: {},
    env: {},
    userHome: '/home/u',
    workingDirectory: '/',
    readConfigFile: () => JSON.stringify({ alerts }),
  }).alerts

describe('alerts in the config file', () => {
  it('are the guide’s by default, where the file says nothing of them', () => {
    expect(config({})).toEqual(DEFAULT_ALERTS)
    expect(thresholdsOf(config({}))).toEqual({
      averageExecutionMs: 300_000,
      successRate: 0.8,
      resultsDirectoryBytes: 1e9,
    })
    expect(shownThresholdsOf(config({ rules: { stale_sessions: { enabled: false } } }))).toMatchObject({
      errorRate: 0.2,
      staleSessions: null,
    })
  })

  it('take times, sizes and rates as people write them', () => {
    const { rules, intervalMs } = config({
      intervalMs: '10s',
      rules: {
        average_execution: { threshold: '2m', windowMs: '15m', forMs: '90s', clearForMs: 0 },
        results_size: { threshold: '1.5 GB' },
        error_rate: { threshold: '30 %', minimumResults: 3 },
        disk_forecast: { threshold: '2d', muteUntil: '2026-12-01T00:00:00Z' },
        no_results: { enabled: false },
      },
    })
    expect(intervalMs).toBe(10_000)
    expect(rules.average_execution).toMatchObject({
      threshold: 120_000,
      clearThreshold: 108_000,
      windowMs: 900_000,
      forMs: 90_000,
      clearForMs: 0,
    })
    expect(rules.results_size.threshold).toBe(1_500_000_000)
    expect(rules.error_rate).toMatchObject({ threshold: 0.3, minimumResults: 3 })
    expect(rules.disk_forecast).toMatchObject({
      threshold: 172_800_000,
      muteUntilMs: Date.parse('2026-12-01T00:00:00Z'),
    })
    expect(rules.disk_forecast.clearThreshold).toBeGreaterThan(172_800_000)
    expect(rules.no_results.enabled).toBe(false)
  })

  it('clear at a value that there can be, whatever the threshold is', () => {
    for (const threshold of [0, 0.5, 0.95, 1]) {
      const { clearThreshold } = config({ rules: { agent_success_rate: { threshold } } }).rules
        .agent_success_rate
      expect(clearThreshold).toBeGreaterThanOrEqual(threshold)
      expect(clearThreshold).toBeLessThanOrEqual(1)
    }
    expect(config({ rules: { stale_sessions: { threshold: 0 } } }).rules.stale_sessions.clearThreshold).toBe(
      0,
    )
  })

  it('give an agent terms of its own, and what is not said as for all', () => {
    const { rules } = config({
      rules: { agent_success_rate: { forMs: '1m', agents: { krukai: { threshold: 0.5 } } } },
    })
    expect(rules.agent_success_rate.agents.krukai).toMatchObject({ threshold: 0.5, forMs: 60_000 })
  })

  it('list all that is wrong at once, each with where it stands and what was expected', () => {
    const wrong = () =>
      config({
        often: true,
        intervalMs: 5,
        rules: {
          error_rate: { threshold: 20, colour: 'red' },
          stale_sessions: { threshold: 5, clearThreshold: 6, agents: {} },
          average: {},
          results_size: 7,
          average_execution: { agents: { slow: { windowMs: 'soon' } } },
        },
        webhooks: [{ url: 'ftp://secret-host/secret-path' }, 'x'],
      })
    expect(wrong).toThrow(/^12 settings are wrong/)
    for (const part of [
      '"alerts".often: unknown; known are intervalMs, rules, webhooks',
      '"alerts".intervalMs is 5: expected a time such as "30s"',
      '"alerts".rules.error_rate.threshold is 20: expected a rate from 0 to 1',
      '"alerts".rules.error_rate.colour: unknown',
      '"alerts".rules.stale_sessions.clearThreshold: expected one at or below the threshold',
      '"alerts".rules.stale_sessions.agents: unknown',
      '"alerts".rules.average: no such rule',
      '"alerts".rules.results_size is no object',
      '"alerts".rules.average_execution.agents.slow.windowMs is "soon"',
      '"alerts".webhooks[0].name is missing',
      '"alerts".webhooks[0].url is wrong: expected an address that begins with https:// or http://',
      '"alerts".webhooks[1] is no object',
    ])
      expect(wrong).toThrow(part)
    // An address is a secret, also one that is wrong.
    expect(wrong).not.toThrow('secret')
  })

  it('name each webhook differently', () => {
    const hook = { name: 'team', url: 'https://hooks.example.org/x', format: 'slack' }
    expect(config({ webhooks: [hook] }).webhooks).toEqual([{ ...hook, allowPrivate: false }])
    expect(() => config({ webhooks: [hook, hook] })).toThrow('two are named "team"')
  })

  it('must be an object', () => {
    expect(() => config([])).toThrow('"alerts" is no object')
  })
})
