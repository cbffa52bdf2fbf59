import { toLocalInput } from '#lib/format/clock.ts'
import { FilterSelect } from '../ui/filter-select.tsx'
import { RANGES, type RangeParams } from './time-range.ts'

const NAMES: Record<(typeof RANGES)[number], string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  custom: 'Between…',
}

type Props = {
  params: RangeParams
  /** What happened at that time: "Last active", "Recorded". */
  what: string
  onChange: (change: Partial<RangeParams>) => void
}

/** When something happened: a range by name, or between two times of whoever looks. */
export function RangeFilter({ params, what, onChange }: Props) {
  return (
    <>
      <FilterSelect
        label="Time"
        value={params.within}
        options={RANGES}
        names={NAMES}
        onChange={(chosen) =>
          onChange({ within: RANGES.find((range) => range === chosen) ?? null, from: null, to: null })
        }
      />
      {params.within === 'custom' &&
        (['from', 'to'] as const).map((end) => (
          <label key={end} className="flex items-center gap-1 text-[13px] text-muted">
            {end === 'from' ? `${what} from` : 'before'}
            <input
              type="datetime-local"
              className="field"
              aria-label={end === 'from' ? `${what} from` : `${what} before`}
              value={params[end] ? toLocalInput(params[end].getTime()) : ''}
              onChange={(event) =>
                onChange({ [end]: event.target.value === '' ? null : new Date(event.target.value) })
              }
            />
          </label>
        ))}
    </>
  )
}
