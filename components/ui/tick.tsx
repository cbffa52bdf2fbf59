import type { ReactNode } from 'react'

type Props = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }

/** A box to tick with its words, all of which can be pressed. */
export function Tick({ checked, onChange, children }: Props) {
  return (
    <label className="control flex min-h-8 items-center gap-2">
      <input
        type="checkbox"
        className="size-4 shrink-0"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="min-w-0">{children}</span>
    </label>
  )
}
