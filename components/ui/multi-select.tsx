'use client'

import { ChevronDown } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { printable } from '#lib/format/printable.ts'

type Props<T extends string> = {
  /** In the plural: "Agents". */
  label: string
  chosen: readonly T[]
  options: readonly T[]
  /** How options read, where not as they are. */
  names?: Readonly<Record<T, string>>
  onChange: (chosen: T[]) => void
}

/** Some of what occurs, or all where none is chosen; a chosen value that no longer occurs stays to be taken away. */
export function MultiSelect<T extends string>({ label, chosen, options, names, onChange }: Props<T>) {
  const menu = useRef<HTMLDetailsElement>(null)
  useCloseOutside(menu)
  const all = [...options, ...chosen.filter((value) => !options.includes(value))]
  const nameOf = (value: T): string => names?.[value] ?? printable(value)
  const [first] = chosen
  const says = first === undefined ? 'any' : chosen.length === 1 ? nameOf(first) : String(chosen.length)
  return (
    <details
      ref={menu}
      className="group relative"
      onToggle={({ currentTarget }) => keepInside(currentTarget)}
    >
      <summary
        className={`field flex max-w-56 items-center gap-1 text-[13px] select-none ${first === undefined ? 'text-muted' : 'border-accent text-accent'}`}
      >
        <span className="truncate">
          {label}: {says}
        </span>
        <ChevronDown size={14} className="ml-auto shrink-0" aria-hidden />
      </summary>
      <fieldset className="panel absolute z-30 mt-1 max-h-80 w-60 overflow-auto group-data-[side=end]:right-0 p-1 shadow-lg">
        <legend className="sr-only">{label}</legend>
        {all.length === 0 && <p className="px-3 py-2 text-muted">There are none yet.</p>}
        {all.map((value) => (
          <label
            key={value}
            className="flex min-h-8 items-center gap-2 rounded px-2 hover:bg-raised max-md:min-h-11"
          >
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange(all.filter((other) => (other === value ? target.checked : chosen.includes(other))))
              }
            />
            <span className="min-w-0 truncate" title={nameOf(value)}>
              {nameOf(value)}
            </span>
          </label>
        ))}
      </fieldset>
    </details>
  )
}

/** As wide as `w-60`, and the edge of the page. */
const MENU_PIXELS = 240 + 16

/** What would reach beyond the page hangs on its other end. */
function keepInside(menu: HTMLDetailsElement): void {
  const { left } = menu.getBoundingClientRect()
  menu.dataset.side = left + MENU_PIXELS > window.innerWidth ? 'end' : 'start'
}

/** Folds away as a menu does: by Escape, and by whatever is pressed or focused elsewhere. */
function useCloseOutside(menu: { readonly current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const leave = ({ target }: Event): void => {
      if (menu.current?.open && target instanceof Node && !menu.current.contains(target))
        menu.current.open = false
    }
    const onEscape = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape' || !menu.current?.open) return
      menu.current.open = false
      menu.current.querySelector('summary')?.focus()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    document.addEventListener('keydown', onEscape)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('keydown', onEscape)
    }
  }, [menu])
}
