import { toLocalInput } from '#lib/format/clock.ts'
import { FilterSelect } from '../ui/filter-select.tsx'
import { type AuditParams, RANGES } from './audit-params.ts'

const NAMES: Record<(typeof RANGES)[number], string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  custom: 'Between…',
}

type Props = { params: AuditParams; onChange: (change: Partial<AuditParams>) => void }

/** When it was recorded: a range by name, or between two times of whoever looks. */
export function AuditRange({ params, onChange }: Props) {
  return (
    <>
      <FilterSelect
        label="Time"
        value={params.within}
        options={RANGES}
        names={NAMES}
        onChange={(within) => onChange({ within: within as AuditParams['within'], from: null, to: null })}
      />
      {params.within === 'custom' &&
        (['from', 'to'] as const).map((end) => (
          <label key={end} className="flex items-center gap-1 text-[13px] text-muted">
            {end === 'from' ? 'From' : 'before'}
            <input
              type="datetime-local"
              className="field"
              aria-label={end === 'from' ? 'Recorded from' : 'Recorded before'}
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
