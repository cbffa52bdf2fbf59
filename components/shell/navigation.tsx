'use client'

import { Clock } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { formatCount } from '#lib/format/number.ts'
import { useLive } from '../live/live-provider.tsx'
import { MorePages } from './more-pages.tsx'
import { isHere, PAGES, SELDOM_PAGES } from './pages.ts'

/** On the left of a wide screen, at the bottom of a phone, where there is room for what one goes to most. */
export function Navigation() {
  const path = usePathname()
  const waiting = useLive((state) => state.counts.stale)
  return (
    <nav
      aria-label="Pages"
      className="flex gap-1 max-md:gap-0.5 border-t bg-surface p-1 max-md:order-last md:flex-col md:border-t-0 md:border-r md:p-2"
    >
      {[...PAGES, ...SELDOM_PAGES].map(({ href, label, icon: Icon }, at) => {
        const here = isHere(path, href)
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={`flex min-h-11 items-center gap-2 rounded-md px-3 hover:bg-raised max-md:min-w-11 max-md:flex-auto max-md:flex-col max-md:justify-center max-md:gap-0 max-md:px-1 max-md:text-[11px] md:min-h-9 ${here ? 'bg-raised font-semibold text-accent' : 'text-text'} ${at < PAGES.length ? '' : 'max-md:hidden'}`}
          >
            <Icon size={16} className="shrink-0" aria-hidden />
            {label}
            {href === '/' && waiting > 0 && (
              <span
                className="ml-auto flex items-center gap-1 text-[12px] font-normal text-stale max-md:hidden"
                title={`${formatCount(waiting)} stale`}
              >
                <Clock size={12} aria-hidden />
                {formatCount(waiting)}
                <span className="sr-only"> stale</span>
              </span>
            )}
          </Link>
        )
      })}
      <MorePages path={path} />
    </nav>
  )
}
