'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'

type Props = { href: string; anchor: string; sizeBytes: number }

/** Asks for a large answer, beside those that are shown already, and hands the focus to it once it is there. */
export function ShowAnswer({ href, anchor, sizeBytes }: Props) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const asked = useRef(false)
  useEffect(
    () => () => {
      // The answer has taken the place of this link.
      if (asked.current) document.getElementById(anchor)?.focus({ preventScroll: true })
    },
    [anchor],
  )
  return (
    <a
      href={href}
      aria-busy={pending}
      className="inline-flex min-h-6 items-center text-accent hover:underline max-md:min-h-11"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        asked.current = true
        startTransition(() => router.push(href, { scroll: false }))
      }}
    >
      {pending ? 'Reading this answer…' : `Show this answer (${formatBytes(sizeBytes)})`}
    </a>
  )
}
