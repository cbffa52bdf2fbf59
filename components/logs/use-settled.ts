'use client'

import { useEffect, useState } from 'react'

const SETTLE_MS = 250

/** A text once it stays as it is: somebody may be typing, and each search takes its time. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    if (text === settled) return
    const timer = window.setTimeout(() => setSettled(text), SETTLE_MS)
    return () => window.clearTimeout(timer)
  }, [text, settled])
  return settled
}
