import { toLocalInput } from '#lib/format/clock.ts'
import { parseDuration } from '#lib/format/duration.ts'
import { METRICS_RANGES } from '#lib/model/metrics-query.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import type { MetricsParams } from './metrics-params.ts'
import { RANGE_NAMES } from './range-words.tsx'

type Range = Pick<MetricsParams, 'within' | 'from' | 'to'>
type Props = { params: Range; view: MetricsView | null; onChange: (range: Range) => void }

const BUTTON = 'control h-8 rounded-md border px-2.5 text-[13px] hover:bg-raised'
const look = (pressed: boolean): string =>
  `${BUTTON} ${pressed ? 'border-accent bg-raised text-accent' : 'bg-surface'}`

/** A length of time that ends now, or from one time to another, which begins with what is seen now. */
export function RangePicker({ params, view, onChange }: Props) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">Range</legend>
      {METRICS_RANGES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={params.within === name}
          title={`Last ${RANGE_NAMES[name]}`}
          className={look(params.within === name)}
          onClick={() => onChange({ within: name, from: null, to: null })}
        >
          {name}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={params.within === 'custom'}
        className={look(params.within === 'custom')}
        onClick={() => params.within === 'custom' || onChange({ within: 'custom', ...seenNow(params, view) })}
      >
        Custom
      </button>
      {params.within === 'custom' &&
        (['from', 'to'] as const).map((end) => (
          <label key={end} className="flex items-center gap-1 pl-1 text-[13px] text-muted">
            {end === 'from' ? 'From' : 'To'}
            <input
              type="datetime-local"
              className="field"
              value={params[end] ? toLocalInput(params[end].getTime()) : ''}
              onChange={({ target }) =>
                onChange({ ...params, [end]: target.value === '' ? null : new Date(target.value) })
              }
            />
          </label>
        ))}
    </fieldset>
  )
}

const MINUTE_MS = 60_000

/** To the minute, as the fields have it; the minute that runs is in it. */
function seenNow({ within }: Range, view: MetricsView | null): { from: Date; to: Date } {
  const untilMs = Math.ceil((view?.range.untilMs ?? Date.now()) / MINUTE_MS) * MINUTE_MS
  return { from: new Date(untilMs - (parseDuration(within) ?? 0)), to: new Date(untilMs) }
}
