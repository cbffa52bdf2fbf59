'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { LogGap, LogPage, LogSearchEvent } from '#lib/model/log.ts'
import { fetchJson, messageOf } from '../live/fetch-json.ts'
import { readLines } from '../live/read-lines.ts'
import { addLines, applySearchEvent, fillGap, type LogView, NO_VIEW } from './log-view.ts'

export const PAGE_LINES = 400

type Wanted = { name: string; query: string; at: number | null }

export type LogLines = LogView & {
  loadOlder(): void
  loadNewer(): void
  /** Reads what is missing between lines, as much as a page holds. */
  loadGap(gap: LogGap): void
  reload(): void
  stop(): void
  change(change: (view: LogView) => LogView): void
}

/** Lines of a log: pages of it as they are needed, or what a search finds. */
export function useLogLines({ name, query, at }: Wanted): LogLines {
  const [view, setView] = useState<LogView>(NO_VIEW)
  const latest = useRef(view)
  latest.current = view
  const busy = useRef<AbortController | null>(null)

  const begin = useCallback((): AbortSignal => {
    busy.current?.abort()
    busy.current = new AbortController()
    return busy.current.signal
  }, [])

  const load = useCallback(
    async (from: 'end' | 'before' | 'after' | 'around', offset: number | null): Promise<void> => {
      const signal = begin()
      const params = new URLSearchParams({ name, from, limit: String(PAGE_LINES) })
      if (offset !== null) params.set('offset', String(offset))
      const result = await fetchJson<LogPage>(`/api/logs/lines?${params}`, signal)
      if (signal.aborted) return
      busy.current = null
      setView((before) =>
        result.ok
          ? placePage(before, result.value, from)
          : { ...before, phase: 'error', error: result.message },
      )
    },
    [name, begin],
  )
  const search = useCallback(
    async (before: number | null): Promise<void> => {
      const signal = begin()
      setView((shown) => ({ ...shown, searched: { bytes: 0, of: 0 } }))
      const params = new URLSearchParams(query)
      params.set('name', name)
      if (before !== null) params.set('before', String(before))
      const refusal = await readSearch(`/api/logs/search?${params}`, signal, (events) =>
        setView((shown) => events.reduce(applySearchEvent, shown)),
      )
      if (signal.aborted) return
      busy.current = null
      if (refusal !== null) setView((shown) => ({ ...shown, phase: 'error', error: refusal, searched: null }))
    },
    [name, query, begin],
  )
  const reload = useCallback((): void => {
    setView(NO_VIEW)
    if (query !== '') void search(null)
    else void load(at === null ? 'end' : 'around', at)
  }, [query, at, load, search])
  useEffect(() => {
    reload()
    return () => busy.current?.abort()
  }, [reload])

  return {
    ...view,
    reload,
    change: setView,
    loadOlder: () => {
      const { olderBefore } = latest.current
      if (olderBefore === null || busy.current !== null) return
      if (query === '') void load('before', olderBefore)
      else void search(olderBefore)
    },
    loadNewer: () => {
      const { newerFrom } = latest.current
      if (newerFrom !== null && busy.current === null && query === '') void load('after', newerFrom)
    },
    loadGap: (gap) => {
      const params = new URLSearchParams({ name, from: 'after', offset: String(gap.from) })
      params.set('limit', String(Math.min(PAGE_LINES, gap.lines)))
      void fetchJson<LogPage>(`/api/logs/lines?${params}`, new AbortController().signal).then((result) => {
        // Where it cannot be read, what is missing is still said to be.
        if (result.ok) setView((shown) => fillGap(shown, gap, result.value))
      })
    },
    stop: () => {
      busy.current?.abort()
      busy.current = null
      setView((shown) => ({ ...shown, phase: 'ready', searched: null }))
    },
  }
}

function placePage(view: LogView, page: LogPage, from: 'end' | 'before' | 'after' | 'around'): LogView {
  const { lines, sizeBytes, inode, packed, fault } = page
  const [first, last] = [lines[0], lines.at(-1)]
  const placed: LogView = {
    ...view,
    phase: 'ready',
    error: null,
    extent: { sizeBytes, inode, packed, fault },
    olderBefore: from === 'after' ? view.olderBefore : first && first.offset > 0 ? first.offset : null,
    newerFrom:
      from === 'before' ? view.newerFrom : last && last.nextOffset < sizeBytes ? last.nextOffset : null,
  }
  return addLines(placed, page, from === 'before' ? 'before' : 'behind')
}

/** Resolves with `null` once it ended well, and else with why not. */
async function readSearch(
  url: string,
  signal: AbortSignal,
  onEvents: (events: LogSearchEvent[]) => void,
): Promise<string | null> {
  try {
    const response = await fetch(url, { signal })
    if (!response.ok || !response.body)
      return messageOf(await response.json()) ?? `The server answered ${response.status}.`
    await readLines<LogSearchEvent>(response.body, (events) => {
      if (!signal.aborted) onEvents(events)
    })
    return null
  } catch (error) {
    if (signal.aborted) return null
    if (error instanceof TypeError) return 'The server cannot be reached. Is npm start still running?'
    if (error instanceof SyntaxError) return 'The server sent something that is not JSON.'
    throw error
  }
}
