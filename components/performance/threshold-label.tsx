type Props = {
  words: string
  /** Whether it lies above what is drawn. */
  above: boolean
  /** Whether what lies under the line is what raises the alert. */
  under: boolean
  /** The line, as recharts hands it on. */
  viewBox?: { x?: number; y?: number }
}

/** At the beginning of the line, on the side of it that is meant. */
export function ThresholdLabel({ words, above, under, viewBox: { x = 0, y = 0 } = {} }: Props) {
  return (
    <text
      x={x + 4}
      y={under ? y + 12 : y - 4}
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
