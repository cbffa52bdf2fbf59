type Props = {
  words: string
  /** Whether it lies above what is drawn. */
  above: boolean
  /** The line, as recharts hands it on. */
  viewBox?: { x?: number; y?: number; width?: number }
}

/** At the right end of the line, above it. */
export function ThresholdLabel({ words, above, viewBox: { x = 0, y = 0, width = 0 } = {} }: Props) {
  return (
    <text
      x={x + width}
      y={y - 4}
      textAnchor="end"
      fontSize={11}
      fill="var(--failed)"
      stroke="var(--surface)"
      strokeWidth={3}
      paintOrder="stroke"
    >
      {above ? `↑ ${words}` : words}
    </text>
  )
}
