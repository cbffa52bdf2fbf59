'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { SessionPage } from '#lib/model/live.ts'
import { fetchJson } from './fetch-json.ts'
import { useLiveStore } from './live-provider.tsx'
import { placeChanges, type SessionList } from './place-session.ts'
import { PAGE_ROWS, type SessionView } from './session-view.ts'

export type LiveSessionList = SessionList & {
  /** `loading` while the first page of a new view is on its way. */
  phase: 'ready' | 'loading' | 'error'
  error: string | null
  loadMore(): void
  reload(): void
}

/**
 * A list that keeps itself current: pages come as they are needed, changes arrive on the stream and are put in place.
 * Nothing that was loaded is fetched again, unless the stream says that too much was missed.
 */
export function useSessionList(
  view: SessionView,
  initial: SessionPage,
  initialQuery = view.query,
): LiveSessionList {
  const store = useLiveStore()
  const [list, setList] = useState<SessionList>(initial)
  const [phase, setPhase] = useState<LiveSessionList['phase']>('ready')
  const [error, setError] = useState<string | null>(null)
  const shown = useRef(initialQuery)
  const fetching = useRef<AbortController | null>(null)
  const current = useRef(list)
  current.current = list

  const load = useCallback(async (query: string, cursor: string | null): Promise<void> => {
    fetching.current?.abort()
    const controller = new AbortController()
    fetching.current = controller
    const result = await fetchJson<SessionPage>(`/api/sessions?${withPage(query, cursor)}`, controller.signal)
    if (controller.signal.aborted) return
    fetching.current = null
    if (!result.ok) {
      setError(result.message)
      setPhase('error')
      return
    }
    shown.current = query
    setError(null)
    setPhase('ready')
    setList((before) => (cursor === null ? result.value : append(before, result.value)))
  }, [])

  useEffect(() => {
    if (view.query === shown.current) return
    setPhase('loading')
    void load(view.query, null)
  }, [view.query, load])

  const { filter, order, query } = view
  useEffect(
    () =>
      store.onBatch(current.current.revision, (batch) =>
        setList((before) => placeChanges(before, batch, filter, order)),
      ),
    [store, filter, order],
  )
  useEffect(() => {
    // The page and its frame are read one after the other, and what came between is in neither.
    if (!store.covers(current.current.revision)) void load(query, null)
  }, [store, load, query])
  useEffect(() => store.onResync(() => void load(query, null)), [store, load, query])

  return useMemo(
    () => ({
      ...list,
      phase,
      error,
      loadMore: () => {
        const { nextCursor } = current.current
        if (nextCursor !== null && fetching.current === null) void load(query, nextCursor)
      },
      reload: () => void load(query, null),
    }),
    [list, phase, error, load, query],
  )
}

function withPage(query: string, cursor: string | null): string {
  const params = new URLSearchParams(query)
  params.set('limit', String(PAGE_ROWS))
  if (cursor !== null) params.set('cursor', cursor)
  return params.toString()
}

/** A row may have moved into what is loaded already while the page was on its way. */
function append(before: SessionList, page: SessionPage): SessionList {
  const known = new Set(before.rows.map((row) => row.id))
  return {
    ...before,
    rows: [...before.rows, ...page.rows.filter((row) => !known.has(row.id))],
    nextCursor: page.nextCursor,
    total: page.total,
  }
}
