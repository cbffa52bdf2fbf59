import { useId } from 'react'

type Props = {
  /** What must be typed. */
  words: string
  value: string
  className?: string
  onChange: (typed: string) => void
}

/** Asks to type what nothing brings back. */
export function TypedField({ words, value, className = 'w-40', onChange }: Props) {
  const id = useId()
  return (
    <div className="mr-auto flex min-w-0 flex-wrap items-center gap-2">
      <label htmlFor={id}>
        To confirm, type <code className="font-mono font-semibold">{words}</code>
      </label>
      <input
        id={id}
        className={`field font-mono ${className}`}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
