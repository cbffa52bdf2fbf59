'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { useId, useRef } from 'react'
import { isHere, SELDOM_PAGES } from './pages.ts'

/** The other pages, on a phone. The browser opens it, and closes it by Escape or by a touch beside it. */
export function MorePages({ path }: { path: string }) {
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const here = SELDOM_PAGES.find(({ href }) => isHere(path, href))
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={`flex min-h-11 min-w-11 flex-auto flex-col items-center justify-center rounded-md px-1 text-[11px] hover:bg-raised md:hidden ${here ? 'bg-raised font-semibold text-accent' : 'text-text'}`}
      >
        <Ellipsis size={16} className="shrink-0" aria-hidden />
        More
        {here && <span className="sr-only">: {here.label}</span>}
      </button>
      <ul
        ref={list}
        id={id}
        popover="auto"
        className="panel fixed top-auto right-2 bottom-16 left-auto m-0 min-w-40 p-1 text-text md:hidden"
      >
        {SELDOM_PAGES.map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === here?.href ? 'page' : undefined}
              onClick={() => list.current?.hidePopover()}
              className={`flex min-h-11 items-center gap-2 rounded-md px-3 hover:bg-raised ${href === here?.href ? 'font-semibold text-accent' : ''}`}
            >
              <Icon size={16} className="shrink-0" aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
