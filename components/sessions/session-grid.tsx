'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { ListOrder } from '../live/place-session.ts'
import type { LiveSessionList } from '../live/use-session-list.ts'
import { useScrollMemory } from '../ui/use-scroll-memory.ts'
import { SessionGridHead } from './session-grid-head.tsx'
import { SessionGridRow } from './session-grid-row.tsx'
import { sessionHref } from './session-link.tsx'
import { useActiveRow } from './use-active-row.ts'
import { useRowHeight } from './use-row-height.ts'
import { useScrollAnchor } from './use-scroll-anchor.ts'

type Props = { list: LiveSessionList; order: ListOrder; onSort: (order: ListOrder) => void }

/** What is drawn before the browser says how large the list is. */
const FIRST_RECT = { width: 1200, height: 900 }
/** The next rows are asked for while this many are still ahead. */
const AHEAD_ROWS = 100

/** A table of any length: only the rows in view are in the page, and the arrow keys walk through all of them. */
export function SessionGrid({ list, order, onSort }: Props) {
  const router = useRouter()
  const scroller = useRef<HTMLDivElement>(null)
  const { rowPx, headPx } = useRowHeight()
  const virtualizer = useVirtualizer({
    count: list.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
    initialRect: FIRST_RECT,
    // The head lies over the rows' beginning, so what is scrolled to must stand that much higher.
    scrollPaddingEnd: headPx,
    useFlushSync: false,
  })
  const active = useActiveRow({
    rows: list.rows,
    total: list.total,
    onMove: (index) => virtualizer.scrollToIndex(index),
    onOpen: (id) => router.push(sessionHref(id)),
  })
  const items = virtualizer.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  const { loadMore } = list
  const measuredPx = useRef(rowPx)
  useEffect(() => {
    if (measuredPx.current === rowPx) return
    measuredPx.current = rowPx
    virtualizer.measure()
  }, [virtualizer, rowPx])
  useEffect(() => {
    if (lastShown + AHEAD_ROWS > list.rows.length) loadMore()
  }, [lastShown, list.rows.length, loadMore])
  useScrollAnchor({ scroller, rows: list.rows, rowPx, query: list.query })
  useScrollMemory(scroller, `sessions ${list.query}`)

  return (
    <div
      ref={scroller}
      id="sessions"
      role="grid"
      aria-label="Sessions"
      aria-rowcount={list.total + 1}
      aria-busy={list.phase === 'loading'}
      aria-activedescendant={active.rowId}
      tabIndex={0}
      onKeyDown={active.onKeyDown}
      className={`panel session-grid min-h-80 flex-1 overflow-auto overscroll-contain ${list.phase === 'ready' ? '' : 'opacity-60'}`}
    >
      <SessionGridHead order={order} onSort={onSort} />
      <div
        role="rowgroup"
        className="session-rows"
        style={{ height: `calc(var(--row-height) * ${list.total})` }}
      >
        {items.map(({ index }) => (
          <SessionGridRow
            key={index}
            index={index}
            session={list.rows[index]}
            active={index === active.index}
            onPick={active.pick}
          />
        ))}
      </div>
    </div>
  )
}
