import { TIME_MEASURES, type TimeMeasure } from '#lib/model/metrics-export.ts'
import { MEASURE_NAMES } from './make-charts.ts'

type Props = { chosen: TimeMeasure; onChoose: (measure: TimeMeasure) => void }

/** Which of the execution times is drawn. */
export function MeasureChoice({ chosen, onChoose }: Props) {
  return (
    <fieldset className="flex flex-wrap gap-1 px-4 pt-2">
      <legend className="sr-only">Which execution time</legend>
      {TIME_MEASURES.map((measure) => (
        <button
          key={measure}
          type="button"
          aria-pressed={measure === chosen}
          onClick={() => onChoose(measure)}
          className={`control h-7 rounded-md border px-2 text-[13px] hover:bg-raised ${measure === chosen ? 'border-accent bg-raised text-accent' : 'bg-surface'}`}
        >
          {MEASURE_NAMES[measure]}
        </button>
      ))}
    </fieldset>
  )
}
