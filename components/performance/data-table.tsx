import type { ReactNode } from 'react'

export const CELL = 'h-9 px-3 py-1 first:pl-4 last:pr-4'
export const HEAD = `${CELL} text-left font-medium text-muted whitespace-nowrap`

/** A table that scrolls by itself where the page is too narrow for it. */
export function DataTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={`${label}, a table`} tabIndex={0} className="relative overflow-x-auto">
      <table aria-label={label} className="w-full text-[13px]">
        {children}
      </table>
    </section>
  )
}
