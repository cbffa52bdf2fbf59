import { BellOff, CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import { alertName, alertReason, formatAlertValue } from '#lib/format/alert-words.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { revealHidden } from '#lib/format/printable.ts'
import { RULE_SHAPES } from '#lib/model/alert.ts'
import type { ShownAlert } from '#lib/model/alert-view.ts'
import { Age } from '../live/age.tsx'
import { Time } from '../live/time.tsx'
import { MuteButton } from './mute-button.tsx'

const LOOKS = {
  raised: { word: 'Raised', icon: TriangleAlert, color: 'text-failed' },
  unknown: { word: 'Unknown', icon: CircleHelp, color: 'text-muted' },
  fine: { word: 'Fine', icon: CircleCheck, color: 'text-active' },
} as const

const lookOf = ({ raisedAtMs, unknown }: ShownAlert) =>
  LOOKS[raisedAtMs !== null ? 'raised' : unknown !== null ? 'unknown' : 'fine']

/** One alert: how it stands, what it is held against, over which window, and its mute. */
export function AlertItem({ alert }: { alert: ShownAlert }) {
  const { raisedAtMs, unknown, mutedUntilMs, mutedByFile } = alert
  const { word, icon: Icon, color } = lookOf(alert)
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b px-4 py-2 last:border-0">
      <span className={`flex w-24 items-center gap-1.5 ${color}`}>
        <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
        {word}
      </span>
      <div className="min-w-0 flex-1 basis-72 break-words">
        <p>
          <span className="font-semibold">{alertName(alert)}</span>
          <span className="text-muted">
            {' '}
            {raisedAtMs === null ? quietWords(alert) : alertReason(alert)}
            {windowWords(alert)}
            {raisedAtMs !== null && (
              <>
                ; raised <Age atMs={raisedAtMs} />
              </>
            )}
          </span>
        </p>
        {unknown !== null && <p className="text-muted">It cannot be told now. {revealHidden(unknown)}</p>}
        {mutedUntilMs !== null && (
          <p className="flex items-center gap-1.5">
            <BellOff size={14} className="shrink-0" aria-hidden />
            <span>
              Muted until <Time atMs={mutedUntilMs} />
              {mutedByFile && ' by the config file'}
            </span>
          </p>
        )}
      </div>
      {!mutedByFile && <MuteButton alert={alert} />}
    </li>
  )
}

function quietWords({ rule, value, threshold }: ShownAlert): string {
  const side = RULE_SHAPES[rule].raised === 'above' ? 'over' : 'under'
  const seen = value === null ? '' : `${formatAlertValue(rule, value)}; `
  return `${seen}alert ${side} ${formatAlertValue(rule, threshold)}`
}

const windowWords = ({ rule, windowMs }: ShownAlert): string =>
  RULE_SHAPES[rule].of === 'now' ? '' : `, of the last ${formatDuration(windowMs)}`
