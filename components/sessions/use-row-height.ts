'use client'

import { useSyncExternalStore } from 'react'

/** The same breakpoint and heights as `.session-grid` in globals.css, which places the rows. */
const PHONE = '(width < 48rem)'
const ROW_HEIGHT_PX = 36
const PHONE_ROW_HEIGHT_PX = 64

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(PHONE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** How high one row is on this screen, in pixels. */
export function useRowHeight(): number {
  return useSyncExternalStore(
    subscribe,
    () => (window.matchMedia(PHONE).matches ? PHONE_ROW_HEIGHT_PX : ROW_HEIGHT_PX),
    () => ROW_HEIGHT_PX,
  )
}
