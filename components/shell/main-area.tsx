'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { useScrollMemory } from '../ui/use-scroll-memory.ts'

/** What scrolls. Each page begins at its top, and going back finds it as it was left. */
export function MainArea({ children }: { children: ReactNode }) {
  const path = usePathname()
  const area = useRef<HTMLElement>(null)
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    // What had the focus went with the page before; the keyboard goes on where the new one begins.
    if (document.activeElement === document.body) area.current?.focus({ preventScroll: true })
  }, [path])
  useScrollMemory(area, path)
  return (
    <main
      ref={area}
      id="main"
      tabIndex={-1}
      className="relative flex min-h-0 min-w-0 flex-col gap-3 overflow-auto overscroll-contain p-3 outline-none md:p-4"
    >
      {children}
    </main>
  )
}
