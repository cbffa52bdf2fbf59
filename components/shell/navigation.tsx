'use client'

import { ChartLine, Clock, FileText, Gauge, LifeBuoy, Rows3, ScrollText, Settings } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { formatCount } from '#lib/format/number.ts'
import { useLive } from '../live/live-provider.tsx'

/** On the left of a wide screen, at the bottom of a phone. */
export function Navigation() {
  const path = usePathname()
  const waiting = useLive((state) => state.counts.stale)
  return (
    <nav
      aria-label="Pages"
      className="flex gap-1 max-md:gap-0 border-t bg-surface p-1 max-md:order-last md:flex-col md:border-t-0 md:border-r md:p-2"
    >
      {PAGES.map(({ href, label, icon: Icon }) => {
        const here = href === '/' ? path === '/' : path.startsWith(href)
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={`flex min-h-11 items-center gap-2 rounded-md px-3 hover:bg-raised max-md:min-w-0 max-md:flex-auto max-md:flex-col max-md:justify-center max-md:gap-0 max-md:px-0.5 max-md:text-[10px] md:min-h-9 ${here ? 'bg-raised font-semibold text-accent' : 'text-text'}`}
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
    </nav>
  )
}

const PAGES = [
  { href: '/', label: 'Overview', icon: Gauge },
  { href: '/sessions', label: 'Sessions', icon: Rows3 },
  { href: '/performance', label: 'Performance', icon: ChartLine },
  { href: '/recovery', label: 'Recovery', icon: LifeBuoy },
  { href: '/logs', label: 'Logs', icon: FileText },
  { href: '/audit', label: 'Audit', icon: ScrollText },
  { href: '/settings', label: 'Settings', icon: Settings },
] as const
