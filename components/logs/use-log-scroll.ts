'use client'

import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { LogLines } from './use-log-lines.ts'

type Options = {
  scroller: RefObject<HTMLDivElement | null>
  virtualizer: Virtualizer<HTMLDivElement, Element>
  log: LogLines
  at: number | null
  isLive: boolean
  wrap: boolean
  /** Whether what comes before costs a search, which is begun by a person. */
  isSearch: boolean
  /** Somebody scrolled away from the end. */
  onLeaveEnd: () => void
}

/** So near to an edge more is asked for. */
const NEAR_PX = 400
/** As near as that is the end. */
const END_PX = 30

/** Follows the end while that is wanted, keeps what is read in its place when lines come before it, and asks for more. */
export function useLogScroll({
  scroller,
  virtualizer,
  log,
  at,
  isLive,
  wrap,
  isSearch,
  onLeaveEnd,
}: Options): void {
  const { lines, loadOlder, loadNewer, phase } = log
  const totalPx = virtualizer.getTotalSize()
  const before = useRef({ first: -1, totalPx: 0, top: 0 })
  const begun = useRef(false)
  const latest = useRef({ isLive, onLeaveEnd, loadOlder, loadNewer })
  latest.current = { isLive, onLeaveEnd, loadOlder, loadNewer }

  useLayoutEffect(() => {
    const node = scroller.current
    if (node === null) return
    const first = lines[0]?.offset ?? -1
    const grew = before.current.first !== -1 && first < before.current.first
    if (grew && begun.current) node.scrollTop += totalPx - before.current.totalPx
    before.current = { first, totalPx, top: node.scrollTop }
  }, [scroller, lines, totalPx])

  useLayoutEffect(() => {
    if (lines.length === 0 || (begun.current && !isLive)) return
    if (at !== null && !begun.current) {
      const index = lines.findIndex(({ offset }) => offset >= at)
      virtualizer.scrollToIndex(index === -1 ? lines.length - 1 : index, { align: 'center' })
    } else virtualizer.scrollToIndex(lines.length - 1, { align: 'end' })
    if (phase === 'ready') begun.current = true
  }, [virtualizer, lines, at, isLive, phase])

  useEffect(() => {
    // Where a page of long lines leaves room, nothing scrolls that would ask for more.
    const isShort = totalPx < (scroller.current?.clientHeight ?? 0)
    if (isShort && !isSearch && phase === 'ready' && lines.length > 0) latest.current.loadOlder()
  }, [scroller, totalPx, isSearch, phase, lines])

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have other heights once they are wrapped.
  useEffect(() => {
    virtualizer.measure()
  }, [virtualizer, wrap])

  useEffect(() => {
    const node = scroller.current
    if (node === null) return
    const look = (): void => {
      const { scrollTop, scrollHeight, clientHeight } = node
      const belowPx = scrollHeight - clientHeight - scrollTop
      // Only a person scrolls up: what is done here goes down, or stays.
      const wentUp = scrollTop < before.current.top && belowPx > END_PX
      before.current.top = scrollTop
      if (!begun.current) return
      if (wentUp && latest.current.isLive) latest.current.onLeaveEnd()
      if (scrollTop < NEAR_PX) latest.current.loadOlder()
      if (belowPx < NEAR_PX) latest.current.loadNewer()
    }
    node.addEventListener('scroll', look, { passive: true })
    return () => node.removeEventListener('scroll', look)
  }, [scroller])
}
