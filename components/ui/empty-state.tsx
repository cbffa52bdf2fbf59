import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Says why there is nothing here and what to do next. */
export function EmptyState({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon size={24} className="text-muted" aria-hidden />
      <p className="font-semibold">{title}</p>
      <div className="max-w-prose text-muted">{children}</div>
    </div>
  )
}
