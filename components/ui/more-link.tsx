import Link from 'next/link'
import type { ReactNode } from 'react'

/** At the foot of a list that shows its beginning only. */
export function MoreLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="flex min-h-9 items-center px-4 text-accent hover:underline max-md:min-h-11">
      {children}
    </Link>
  )
}
