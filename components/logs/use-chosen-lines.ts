'use client'

import { type KeyboardEvent, useCallback, useRef, useState } from 'react'
import type { LogLine } from '#lib/model/log.ts'
import { indexAfter } from '../ui/index-after.ts'
import { logRowId } from './log-grid-row.tsx'

const PAGE_STEP = 20

/** Lines by their offset, since others may come before them. */
type Chosen = { from: number; at: number } | null

/** Where the keyboard is, and which lines are chosen: one, or with Shift all up to another. */
export function useChosenLines(lines: readonly LogLine[], onMove: (index: number) => void) {
  const [chosen, setChosen] = useState<Chosen>(null)
  const latest = useRef(lines)
  latest.current = lines
  const index = chosen === null ? -1 : lines.findIndex(({ offset }) => offset === chosen.at)
  const first = chosen === null ? 0 : Math.min(chosen.from, chosen.at)
  const last = chosen === null ? -1 : Math.max(chosen.from, chosen.at)
  const isChosen = ({ offset }: LogLine): boolean => offset >= first && offset <= last

  const pick = useCallback((picked: number, extend: boolean): void => {
    const offset = latest.current[picked]?.offset
    if (offset !== undefined)
      setChosen((before) => ({ from: extend && before !== null ? before.from : offset, at: offset }))
  }, [])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') setChosen(null)
    // Nothing chosen yet: the end is where one begins to read.
    const at = index === -1 ? lines.length : index
    const next = indexAfter(event.key, at, lines.length, PAGE_STEP)
    if (next === null || lines.length === 0) return
    pick(next, event.shiftKey)
    onMove(next)
    event.preventDefault()
  }
  return {
    index,
    lines: chosen === null ? [] : lines.filter(isChosen),
    rowId: index === -1 || chosen === null ? undefined : logRowId(chosen.at),
    holds: (at: number): boolean => {
      const line = lines[at]
      return line !== undefined && isChosen(line)
    },
    pick,
    onKeyDown,
  }
}
