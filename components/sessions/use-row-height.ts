'use client'

import { useSyncExternalStore } from 'react'

/** The same breakpoint and heights as `.session-row` in globals.css, which places the rows. */
const NARROW = '(width < 60rem)'
const ONE_LINE = { rowPx: 36, headPx: 36 } as const
const TWO_LINES = { rowPx: 64, headPx: 0 } as const

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** How high a row is on this screen, and the head that stays above the rows; in pixels. */
export function useRowHeight(): { rowPx: number; headPx: number } {
  return useSyncExternalStore(
    subscribe,
    () => (window.matchMedia(NARROW).matches ? TWO_LINES : ONE_LINE),
    () => ONE_LINE,
  )
}
