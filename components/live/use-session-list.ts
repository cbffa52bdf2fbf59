'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { SessionPage } from '#lib/model/live.ts'
import { fetchJson } from './fetch-json.ts'
import { useLiveStore } from './live-provider.tsx'
import { appendPage, placeAll, placeChanges, type SessionList } from './place-session.ts'
import { PAGE_ROWS, type SessionView } from './session-view.ts'

export type LiveSessionList = SessionList & {
  /** The question that the rows answer: while another one loads, the one before. */
  query: string
  /** `loading` while the first page of a new view is on its way. */
  phase: 'ready' | 'loading' | 'error'
  error: string | null
  loadMore(): void
  reload(): void
}

/** Rows, and the view that they are of. */
type Answered = { list: SessionList; view: SessionView }

/**
 * A list that keeps itself current: pages come as they are needed, changes arrive on the stream and are put in place.
 * Nothing that was loaded is fetched again, unless the stream says that too much was missed.
 */
export function useSessionList(
  view: SessionView,
  initial: SessionPage,
  initialView: SessionView = view,
): LiveSessionList {
  const store = useLiveStore()
  const [answered, setAnswered] = useState<Answered>({ list: initial, view: initialView })
  const [phase, setPhase] = useState<LiveSessionList['phase']>('ready')
  const [error, setError] = useState<string | null>(null)
  const fetching = useRef<AbortController | null>(null)
  const current = useRef({ answered, view })
  current.current = { answered, view }

  const load = useCallback(
    async (wanted: SessionView, cursor: string | null): Promise<void> => {
      fetching.current?.abort()
      const controller = new AbortController()
      fetching.current = controller
      const url = `/api/sessions?${withPage(wanted.query, cursor)}`
      const result = await fetchJson<SessionPage>(url, controller.signal)
      if (controller.signal.aborted) return
      fetching.current = null
      setError(result.ok ? null : result.message)
      setPhase(result.ok ? 'ready' : 'error')
      if (!result.ok) return
      setAnswered((before) => {
        const list = cursor === null ? result.value : appendPage(before.list, result.value)
        // What came on the stream while the page was on its way is not in it.
        return { view: wanted, list: placeAll(list, store.batchesAfter(list.revision), wanted) }
      })
    },
    [store],
  )

  const { query } = view
  useEffect(() => {
    fetching.current?.abort()
    fetching.current = null
    const { answered: shown, view: wanted } = current.current
    if (query === shown.view.query) return setPhase('ready')
    setPhase('loading')
    void load(wanted, null)
  }, [query, load])
  useEffect(
    () =>
      store.onBatch(current.current.answered.list.revision, (batch) =>
        setAnswered(({ list, view: of }) => ({ view: of, list: placeChanges(list, batch, of) })),
      ),
    [store],
  )
  useEffect(() => {
    const reload = (): void => void load(current.current.view, null)
    // The page and its frame are read one after the other, and what came between is in neither.
    if (!store.covers(current.current.answered.list.revision)) reload()
    return store.onResync(reload)
  }, [store, load])

  return useMemo(
    () => ({
      ...answered.list,
      query: answered.view.query,
      phase,
      error,
      loadMore: () => {
        const { list, view: of } = current.current.answered
        if (list.nextCursor !== null && fetching.current === null) void load(of, list.nextCursor)
      },
      reload: () => void load(current.current.view, null),
    }),
    [answered, phase, error, load],
  )
}

function withPage(query: string, cursor: string | null): string {
  const params = new URLSearchParams(query)
  params.set('limit', String(PAGE_ROWS))
  if (cursor !== null) params.set('cursor', cursor)
  return params.toString()
}
