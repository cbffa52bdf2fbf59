'use client'

import { useEffect, useState } from 'react'

/** A window moves on in steps, since each makes a list ask anew. */
const STEP_MS = 10 * 60_000

/** Where a window that ends now begins, epoch milliseconds; it begins where the server said and moves on in steps. */
export function useWindowStart(initialMs: number, windowMs: number): number {
  const [startMs, setStartMs] = useState(initialMs)
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!document.hidden) setStartMs(Date.now() - windowMs)
    }, STEP_MS)
    return () => window.clearInterval(timer)
  }, [windowMs])
  return startMs
}
