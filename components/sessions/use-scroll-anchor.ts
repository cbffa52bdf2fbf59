'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Session } from '#lib/model/session.ts'

type Options = {
  scroller: RefObject<HTMLElement | null>
  rows: readonly Session[]
  rowPx: number
  /** What the list answers: another question begins at the top. */
  query: string
}

/** Rows enough to tell how far the others moved when one of them jumps to the top. */
const WITNESSES = 7

/**
 * Keeps the rows that somebody reads under their eyes while others come and go above them. At the very top nothing is
 * held: there the newest is what one wants to see.
 */
export function useScrollAnchor({ scroller, rows, rowPx, query }: Options): void {
  const before = useRef({ rows, query })
  useLayoutEffect(() => {
    const { rows: old, query: oldQuery } = before.current
    before.current = { rows, query }
    const node = scroller.current
    if (node === null || old === rows) return
    if (oldQuery !== query) node.scrollTop = 0
    else if (node.scrollTop > 0)
      node.scrollTop += rowPx * shiftOf(old, rows, Math.floor(node.scrollTop / rowPx))
  }, [scroller, rows, rowPx, query])
}

/** By how many places most rows from `first` on have moved. */
function shiftOf(old: readonly Session[], rows: readonly Session[], first: number): number {
  const places = new Map(rows.map(({ id }, at) => [id, at]))
  const shifts = old.slice(first, first + WITNESSES).flatMap(({ id }, at) => {
    const place = places.get(id)
    return place === undefined ? [] : [place - (first + at)]
  })
  shifts.sort((a, b) => a - b)
  return shifts[shifts.length >> 1] ?? 0
}
