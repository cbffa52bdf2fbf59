import {
  ChartLine,
  FileText,
  Gauge,
  HeartPulse,
  LifeBuoy,
  type LucideIcon,
  Rows3,
  ScrollText,
  Settings,
} from 'lucide-react'

type Page = { href: string; label: string; icon: LucideIcon }

export const PAGES: readonly Page[] = [
  { href: '/', label: 'Overview', icon: Gauge },
  { href: '/sessions', label: 'Sessions', icon: Rows3 },
  { href: '/performance', label: 'Performance', icon: ChartLine },
  { href: '/recovery', label: 'Recovery', icon: LifeBuoy },
  { href: '/logs', label: 'Logs', icon: FileText },
]

/** For which a phone has no room beside the others. */
export const SELDOM_PAGES: readonly Page[] = [
  { href: '/audit', label: 'Audit', icon: ScrollText },
  { href: '/health', label: 'Health', icon: HeartPulse },
  { href: '/settings', label: 'Settings', icon: Settings },
]

export const isHere = (path: string, href: string): boolean =>
  href === '/' ? path === '/' : path.startsWith(href)
