import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = { icon: LucideIcon; title: string; heading?: boolean; children: ReactNode }

/** Says why there is nothing here and what to do next. `heading` where it is all that the page says. */
export function EmptyState({ icon: Icon, title, heading = false, children }: Props) {
  const Title = heading ? 'h1' : 'p'
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon size={24} className="text-muted" aria-hidden />
      <Title className="font-semibold">{title}</Title>
      <div className="max-w-prose text-muted">{children}</div>
    </div>
  )
}
