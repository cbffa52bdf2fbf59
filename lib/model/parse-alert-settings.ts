import { parseBytes } from '#lib/format/bytes.ts'
import { parseDuration } from '#lib/format/duration.ts'
import { ALERT_RULES, type AlertRule, type AlertUnit, RULE_SHAPES } from './alert.ts'
import {
  type AlertRuleSettings,
  type AlertsConfig,
  type AlertTerms,
  DEFAULT_ALERTS,
  isAlertRule,
  usualClearThreshold,
} from './alert-settings.ts'
import { parseWebhooks } from './parse-webhooks.ts'
import { type Faults, type Given, isObject, readFields } from './setting-fields.ts'

/**
 * The alerts of a config file: what is not said is as it is by default. Every fault is added to `faults`, with where it
 * stands and what was expected.
 */
export function parseAlertSettings(value: unknown, source: string, faults: Faults): AlertsConfig {
  if (!isObject(value)) {
    faults.push(`${source} is no object: expected {"rules": {…}, "webhooks": […], "intervalMs": "30s"}`)
    return DEFAULT_ALERTS
  }
  const at = (field: string): string => `${source}.${field}`
  const fields = readFields(value, ['intervalMs', 'rules', 'webhooks'], at, faults)
  return {
    intervalMs: fields('intervalMs', toInterval, DEFAULT_ALERTS.intervalMs),
    rules: parseRules(value.rules, at('rules'), faults),
    webhooks: parseWebhooks(value.webhooks, at('webhooks'), faults),
  }
}

function parseRules(value: unknown, source: string, faults: Faults): AlertsConfig['rules'] {
  if (value === undefined) return DEFAULT_ALERTS.rules
  if (!isObject(value)) {
    faults.push(`${source} is no object: expected rules by their names, ${ALERT_RULES.join(', ')}`)
    return DEFAULT_ALERTS.rules
  }
  const rules = { ...DEFAULT_ALERTS.rules }
  for (const [name, given] of Object.entries(value)) {
    const at = `${source}.${name}`
    if (!isAlertRule(name)) faults.push(`${at}: no such rule; known are ${ALERT_RULES.join(', ')}`)
    else if (isObject(given)) rules[name] = parseRule(name, given, at, faults)
    else faults.push(`${at} is no object: expected {"threshold": …, "enabled": true, …}`)
  }
  return rules
}

function parseRule(
  rule: AlertRule,
  given: Record<string, unknown>,
  source: string,
  faults: Faults,
): AlertRuleSettings {
  const { agents: _, ...usual } = DEFAULT_ALERTS.rules[rule]
  const byAgent = RULE_SHAPES[rule].agents !== 'none'
  const general = parseTerms(rule, given, usual, { source, faults, also: byAgent ? ['agents'] : [] })
  const agents: [string, AlertTerms][] = []
  if (given.agents !== undefined && byAgent) {
    if (!isObject(given.agents))
      faults.push(`${source}.agents is no object: expected {"name of an agent": {"threshold": …}}`)
    else
      for (const [agent, own] of Object.entries(given.agents)) {
        const at = `${source}.agents.${agent}`
        if (isObject(own)) agents.push([agent, parseTerms(rule, own, general, { source: at, faults })])
        else faults.push(`${at} is no object: expected {"threshold": …}`)
      }
  }
  return { ...general, agents: Object.fromEntries(agents) }
}

const TERMS = [
  'enabled',
  'threshold',
  'clearThreshold',
  'windowMs',
  'minimumResults',
  'forMs',
  'clearForMs',
  'cooldownMs',
  'muteUntil',
] as const

type Place = { source: string; faults: Faults; also?: readonly string[] }

function parseTerms(
  rule: AlertRule,
  given: Record<string, unknown>,
  usual: AlertTerms,
  { source, faults, also = [] }: Place,
): AlertTerms {
  const { unit, raised } = RULE_SHAPES[rule]
  const at = (field: string): string => `${source}.${field}`
  const read = readFields(given, [...TERMS, ...also], at, faults)
  const threshold = read('threshold', UNITS[unit], usual.threshold)
  const usualClear =
    threshold === usual.threshold ? usual.clearThreshold : usualClearThreshold(rule, threshold)
  const clearThreshold = read('clearThreshold', UNITS[unit], usualClear)
  const far = raised === 'above' ? 1 : -1
  if ((clearThreshold - threshold) * far > 0)
    faults.push(
      `${at('clearThreshold')}: expected one ${raised === 'above' ? 'at or below' : 'at or above'} the threshold`,
    )
  return {
    enabled: read('enabled', toSwitch, usual.enabled),
    threshold,
    clearThreshold,
    windowMs: read('windowMs', toWindow, usual.windowMs),
    minimumResults: read('minimumResults', toCount, usual.minimumResults),
    forMs: read('forMs', toTime, usual.forMs),
    clearForMs: read('clearForMs', toTime, usual.clearForMs),
    cooldownMs: read('cooldownMs', toTime, usual.cooldownMs),
    muteUntilMs: read('muteUntil', toInstant, usual.muteUntilMs),
  }
}

const numberFrom =
  (
    parse: (text: string) => number | null,
    [least, most]: readonly [number, number],
    expected: string,
  ): Given<number> =>
  (value) => {
    const number = typeof value === 'string' ? parse(value) : value
    const fits = typeof number === 'number' && Number.isFinite(number) && number >= least && number <= most
    return fits ? { ok: true, value: number } : { ok: false, expected }
  }

const DAY_MS = 86_400_000
const noText = (): null => null

const toTime = numberFrom(parseDuration, [0, 30 * DAY_MS], 'a time such as "90s", "5m" or "2h", at most 30 d')
const toWindow = numberFrom(
  parseDuration,
  [60_000, 30 * DAY_MS],
  'a time such as "15m" or "1h", from 1 min to 30 d',
)
const toInterval = numberFrom(parseDuration, [1000, 3_600_000], 'a time such as "30s", from 1 s to 1 h')
const toCount = numberFrom(noText, [1, 1e9], 'a number from 1 on')

const UNITS: Readonly<Record<AlertUnit, Given<number>>> = {
  duration: toTime,
  bytes: numberFrom(parseBytes, [0, Number.MAX_SAFE_INTEGER], 'bytes, or a size such as "1 GB" or "500 MB"'),
  rate: numberFrom(parsePercent, [0, 1], 'a rate from 0 to 1, or one such as "20 %"'),
  count: numberFrom(noText, [0, 1e9], 'a number from 0 on'),
}

function parsePercent(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())
  return match ? Number(match[1]) / 100 : null
}

const toSwitch: Given<boolean> = (value) =>
  typeof value === 'boolean' ? { ok: true, value } : { ok: false, expected: 'true or false' }

const toInstant: Given<number | null> = (value) => {
  if (value === null) return { ok: true, value }
  const atMs = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(atMs)
    ? { ok: true, value: atMs }
    : { ok: false, expected: 'a time such as "2026-12-01T08:00:00Z", or null' }
}
