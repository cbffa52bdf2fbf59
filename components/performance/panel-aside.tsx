import type { ReactNode } from 'react'

/** What stands at the right of a panel's title: what the numbers are of, and what they can be kept as. */
export function PanelAside({ exportMenu, children }: { exportMenu?: ReactNode; children: ReactNode }) {
  return (
    <span className="flex items-center gap-2">
      <span>{children}</span>
      {exportMenu}
    </span>
  )
}
