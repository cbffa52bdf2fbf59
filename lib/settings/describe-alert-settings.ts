import { alertName } from '#lib/format/alert-words.ts'
import { ALERT_RULES, type AlertRule, RULE_SHAPES } from '#lib/model/alert.ts'
import type { SettingKind } from '#lib/model/setting.ts'
import type { SettingDescription } from './describe-settings.ts'

const TIME: SettingKind = { type: 'duration', units: ['s', 'm', 'h', 'd'] }

const THRESHOLD_KINDS = {
  duration: TIME,
  bytes: { type: 'bytes' },
  rate: { type: 'rate' },
  count: { type: 'count', noun: '' },
} as const satisfies Record<string, SettingKind>

type Term = { name: string; label: string; help: string; kind: SettingKind; rare: boolean }

/** Terms of single agents and times of mute are kept as the file has them: no page has room for them. */
function termsOf(rule: AlertRule): Term[] {
  const { unit, raised, of } = RULE_SHAPES[rule]
  const kind = THRESHOLD_KINDS[unit]
  const [side, near] = raised === 'above' ? ['over', 'at or below'] : ['under', 'at or above']
  return [
    {
      name: 'enabled',
      label: 'Judged',
      help: 'Switched off, it is never raised.',
      kind: { type: 'switch' },
      rare: false,
    },
    { name: 'threshold', label: 'Threshold', help: `Raised ${side} this.`, kind, rare: false },
    ...(of === 'now'
      ? []
      : [{ name: 'windowMs', label: 'Of the last', help: whatOf(of), kind: TIME, rare: false }]),
    {
      name: 'forMs',
      label: 'For',
      help: 'So long it must hold before it is raised.',
      kind: TIME,
      rare: false,
    },
    {
      name: 'cooldownMs',
      label: 'Cooldown',
      help: 'Having been told, it is not told again within this.',
      kind: TIME,
      rare: false,
    },
    {
      name: 'clearThreshold',
      label: 'Clears at',
      help: `Once raised, it is over only ${near} this.`,
      kind,
      rare: true,
    },
    {
      name: 'clearForMs',
      label: 'Clears after',
      help: 'So long it must be over before it is cleared.',
      kind: TIME,
      rare: true,
    },
    ...(of === 'windows'
      ? [
          {
            name: 'minimumResults',
            label: 'At least',
            help: 'Of fewer results nothing is raised.',
            kind: { type: 'count', noun: 'results' } as const,
            rare: true,
          },
        ]
      : []),
  ]
}

const whatOf = (of: 'windows' | 'samples'): string =>
  of === 'windows'
    ? 'Results that ended within this time are judged.'
    : 'Looks at the disk within this time are judged.'

export function describeAlertSettings(): SettingDescription[] {
  const fixed = { section: 'alerts', names: null, atStart: false } as const
  const interval: SettingDescription = {
    ...fixed,
    path: ['alerts', 'intervalMs'],
    group: null,
    rare: true,
    label: 'Judge every',
    help: 'How often all alerts are judged.',
    kind: { type: 'duration', units: ['s', 'm'] },
  }
  const rules = ALERT_RULES.flatMap((rule) =>
    termsOf(rule).map(
      ({ name, ...term }): SettingDescription => ({
        ...fixed,
        ...term,
        path: ['alerts', 'rules', rule, name],
        group: alertName({ rule, agent: null }),
      }),
    ),
  )
  return [...rules, interval]
}
