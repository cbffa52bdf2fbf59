'use client'

import { type KeyboardEvent, useCallback, useRef, useState } from 'react'
import type { Session } from '#lib/model/session.ts'
import { indexAfter } from '../ui/index-after.ts'
import { rowElementId } from './session-grid-row.tsx'

type Options = {
  rows: readonly Session[]
  total: number
  onMove: (index: number) => void
  onOpen: (id: string) => void
}

const PAGE_STEP = 15

/**
 * Which row the keyboard is at. It follows its session when rows move, so that Enter opens the one that was meant.
 */
export function useActiveRow(options: Options) {
  const { rows, total } = options
  const [active, setActive] = useState<{ index: number; id: string | undefined } | null>(null)
  const latest = useRef({ ...options, active })
  latest.current = { ...options, active }

  let index = active?.index ?? -1
  // A session that is gone leaves no row marked: Enter would open another one.
  if (active?.id !== undefined && rows[index]?.id !== active.id)
    index = rows.findIndex((row) => row.id === active.id)
  const at = (next: number) => setActive({ index: next, id: rows[next]?.id })

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest('button, a') && event.key === 'Enter') return
    const next = indexAfter(event.key, index === -1 ? (active?.index ?? -1) : index, total, PAGE_STEP)
    if (next !== null && total > 0) {
      at(next)
      options.onMove(next)
    } else {
      const row = rows[index]
      if (event.key !== 'Enter' || row === undefined) return
      options.onOpen(row.id)
    }
    event.preventDefault()
  }
  const pick = useCallback((picked: number, open: boolean): void => {
    const { rows: current, onOpen } = latest.current
    const row = current[picked]
    setActive({ index: picked, id: row?.id })
    if (open && row) onOpen(row.id)
  }, [])
  return { index, rowId: index === -1 ? undefined : rowElementId(index), onKeyDown, pick }
}
