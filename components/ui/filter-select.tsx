import { printable } from '#lib/format/printable.ts'

type Props = {
  label: string
  value: string | null
  options: readonly string[]
  /** How options read, where not as they are. */
  names?: Readonly<Record<string, string>>
  onChange: (value: string | null) => void
}

/** A choice among what occurs, or none; a chosen value that no longer occurs stays visible. */
export function FilterSelect({ label, value, options, names = {}, onChange }: Props) {
  const shown = value !== null && !options.includes(value) ? [value, ...options] : options
  return (
    <select
      aria-label={label}
      className={`field w-36 truncate text-[13px] ${value === null ? 'text-muted' : 'border-accent text-accent'}`}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || null)}
    >
      <option value="">{label}: any</option>
      {shown.map((option) => (
        <option key={option} value={option}>
          {names[option] ?? printable(option)}
        </option>
      ))}
    </select>
  )
}
