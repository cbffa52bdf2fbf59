import { printable } from '#lib/format/printable.ts'
import type { Chart } from './chart.ts'
import { SeriesMark } from './series-mark.tsx'
import { formatValue } from './units.ts'

type Props = { chart: Chart; hidden: readonly string[]; onToggle: (key: string) => void }

/** What is drawn, each with its number of the whole range. Pressed is shown. */
export function ChartLegend({ chart: { title, unit, series }, hidden, onToggle }: Props) {
  return (
    <fieldset className="flex flex-wrap gap-x-3 px-3 pb-1">
      <legend className="sr-only">{title}: what is drawn</legend>
      {series.map(({ key, name, look, mark, whole }) => {
        const pressed = !hidden.includes(key)
        return (
          <button
            key={key}
            type="button"
            aria-pressed={pressed}
            onClick={() => onToggle(key)}
            title={`${pressed ? 'Hide' : 'Show'} ${printable(name)}`}
            className={`control inline-flex min-h-7 max-w-full items-center gap-1.5 rounded px-1.5 text-left text-[13px] hover:bg-raised ${pressed ? '' : 'text-muted line-through'}`}
          >
            <SeriesMark look={pressed ? look : { ...look, color: 'var(--muted)' }} mark={mark} />
            <span className="min-w-0 truncate">{printable(name)}</span>
            <span className="whitespace-nowrap">
              <strong className="font-semibold">{formatValue(unit, whole.value)}</strong>{' '}
              <span className="text-muted">{whole.word}</span>
            </span>
          </button>
        )
      })}
    </fieldset>
  )
}
