'use client'

import { X } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'

/** Long enough to read it and to reach for what it offers. */
const SHOWN_MS = 10_000

type Props = {
  label?: string
  /** Tells one message from the next; `null` where there is none. */
  message: string | null
  onDismiss: () => void
  children: ReactNode
}

/**
 * Says what was done. It stays while the pointer or the focus is on it, and a while longer. The element is always there,
 * since only what changes within it is read out.
 */
export function Toast({ label = 'What was done', message, onDismiss, children }: Props) {
  const region = useRef<HTMLDivElement>(null)
  const timer = useRef<number | undefined>(undefined)
  const wait = useCallback(() => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      // Whatever is on it begins a new wait when it leaves.
      if (!region.current?.matches(':hover, :focus-within')) onDismiss()
    }, SHOWN_MS)
  }, [onDismiss])
  useEffect(() => {
    if (message === null) return
    wait()
    return () => window.clearTimeout(timer.current)
  }, [message, wait])
  return (
    <div
      ref={region}
      role="status"
      aria-label={label}
      className="pointer-events-none fixed inset-x-3 bottom-20 z-40 flex justify-center md:inset-x-auto md:right-4 md:bottom-4"
      onPointerLeave={wait}
      onBlur={wait}
    >
      {message !== null && (
        <div className="panel pointer-events-auto flex max-w-[36rem] min-w-0 items-center gap-3 py-2 pr-2 pl-4 shadow-lg">
          {children}
          <button
            type="button"
            aria-label="Dismiss"
            className="touch inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
            onClick={onDismiss}
          >
            <X size={16} aria-hidden />
          </button>
        </div>
      )}
    </div>
  )
}
