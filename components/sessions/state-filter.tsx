import { formatCount } from '#lib/format/number.ts'
import type { SessionCounts } from '#lib/model/live.ts'
import { SESSION_STATES, type SessionState } from '#lib/model/session.ts'
import { STATES } from './state-badge.tsx'

type Props = {
  chosen: readonly SessionState[]
  counts: SessionCounts
  onToggle: (state: SessionState) => void
}

/** One toggle a state, each with the number of sessions in it now. */
export function StateFilter({ chosen, counts, onToggle }: Props) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">State</legend>
      {SESSION_STATES.map((state) => {
        const { word, icon: Icon, color } = STATES[state]
        const pressed = chosen.includes(state)
        return (
          <button
            key={state}
            type="button"
            aria-pressed={pressed}
            onClick={() => onToggle(state)}
            title={`${formatCount(counts[state])} ${word.toLowerCase()} in all`}
            className={`control inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 hover:bg-raised ${pressed ? 'border-accent bg-raised text-accent' : 'bg-surface'}`}
          >
            <Icon size={14} className={color} aria-hidden />
            {word}
            <span className="text-muted">{formatCount(counts[state])}</span>
          </button>
        )
      })}
    </fieldset>
  )
}
