'use client'

import { type RefObject, useEffect, useLayoutEffect } from 'react'

/** Where what scrolls stood when it was last left, by what it showed. */
const positions = new Map<string, number>()
/** Going back is told before the page is there: it may have to be read first. */
const BACK_WINDOW_MS = 3000
let wentBackAtMs = Number.NEGATIVE_INFINITY

if (typeof window !== 'undefined')
  window.addEventListener('popstate', () => {
    wentBackAtMs = performance.now()
  })

/** Going back or forward finds an element scrolled as it was left; any other way to it begins at the top. */
export function useScrollMemory(element: RefObject<HTMLElement | null>, key: string): void {
  useLayoutEffect(() => {
    if (element.current === null) return
    const wentBack = performance.now() - wentBackAtMs < BACK_WINDOW_MS
    element.current.scrollTop = wentBack ? (positions.get(key) ?? 0) : 0
  }, [element, key])
  useEffect(() => {
    const node = element.current
    const note = (): void => void positions.set(key, node?.scrollTop ?? 0)
    node?.addEventListener('scroll', note, { passive: true })
    return () => node?.removeEventListener('scroll', note)
  }, [element, key])
}
