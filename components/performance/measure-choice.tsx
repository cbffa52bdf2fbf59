type Props<M extends string> = {
  /** What is chosen between. */
  legend: string
  names: Readonly<Record<M, string>>
  measures: readonly M[]
  chosen: M
  onChoose: (measure: M) => void
}

/** Which of several numbers a chart draws. */
export function MeasureChoice<M extends string>({ legend, names, measures, chosen, onChoose }: Props<M>) {
  return (
    <fieldset className="flex flex-wrap gap-1 px-4 pt-2">
      <legend className="sr-only">{legend}</legend>
      {measures.map((measure) => (
        <button
          key={measure}
          type="button"
          aria-pressed={measure === chosen}
          onClick={() => onChoose(measure)}
          className={`control h-7 rounded-md border px-2 text-[13px] hover:bg-raised ${measure === chosen ? 'border-accent bg-raised text-accent' : 'bg-surface'}`}
        >
          {names[measure]}
        </button>
      ))}
    </fieldset>
  )
}
