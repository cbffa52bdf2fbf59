'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { fetchJson } from './fetch-json.ts'
import { useLiveStore } from './live-provider.tsx'
import { createPacer, nextLookMs, type Pacer, SHORTEST_PAUSE_MS } from './metrics-pace.ts'

export type InitialMetrics = {
  query: string
  /** Of the changes that the answer certainly knows. */
  revision: number
  read: { ok: true; value: MetricsView } | { ok: false; message: string }
}

export type LiveMetrics = {
  /** The last that was answered, also while another one is on its way; `null` before the first. */
  view: MetricsView | null
  /** Whether another question is asked than the one that was answered. */
  waiting: boolean
  error: string | null
  reload(): void
}

type Answer = { query: string; view: MetricsView | null; error: string | null }

/**
 * The metrics of a question, kept current: they are asked for again when the stream tells of a change, at most every
 * two seconds, and whenever a bucket of a live range is full. What is shown stays until the next is there.
 */
export function useMetrics(query: string, initial: InitialMetrics): LiveMetrics {
  const { read } = initial
  const [answer, setAnswer] = useState<Answer>({
    query: initial.query,
    view: read.ok ? read.value : null,
    error: read.ok ? null : read.message,
  })
  const current = useRef({ query, answer })
  current.current = { query, answer }
  const fetching = useRef<AbortController | null>(null)
  const pacer = useRef<Pacer | null>(null)

  const load = useCallback(async (): Promise<void> => {
    fetching.current?.abort()
    const controller = new AbortController()
    fetching.current = controller
    pacer.current?.looked()
    const wanted = current.current.query
    const result = await fetchJson<MetricsView>(`/api/metrics?${wanted}`, controller.signal)
    if (controller.signal.aborted) return
    fetching.current = null
    const { view } = current.current.answer
    setAnswer(
      result.ok
        ? { query: wanted, view: result.value, error: null }
        : { query: wanted, view, error: result.message },
    )
  }, [])

  useKeptCurrent(initial.revision, answer, { fetching, pacer, load })
  useEffect(() => {
    if (query !== current.current.answer.query) void load()
    // Whoever went back to what is shown waits for nothing else.
    else fetching.current?.abort()
    return () => fetching.current?.abort()
  }, [query, load])
  return {
    view: answer.view,
    waiting: answer.query !== query,
    error: answer.query === query ? answer.error : null,
    reload: () => void load(),
  }
}

type Loading = {
  fetching: { readonly current: AbortController | null }
  pacer: { current: Pacer | null }
  load: () => Promise<void>
}

function useKeptCurrent(revision: number, answer: Answer, { fetching, pacer, load }: Loading): void {
  const store = useLiveStore()
  const shown = useRef(answer)
  shown.current = answer
  useEffect(() => {
    const pace = createPacer(() => {
      if (document.hidden) return
      // A slow answer is waited for, and asked for again once it is there.
      if (fetching.current?.signal.aborted === false) pace.within(SHORTEST_PAUSE_MS)
      else void load()
    })
    pacer.current = pace
    const changed = (): void => {
      const { view } = shown.current
      if (view !== null && nextLookMs(view.range, Date.now()) !== null) pace.within(0)
    }
    // What came between the reading and now, on a stream that has forgotten it.
    if (!store.covers(revision)) pace.within(0)
    const leaves = [
      store.onBatch(revision, changed),
      store.onResync(() => pace.within(0)),
      () => document.removeEventListener('visibilitychange', changed),
      pace.stop,
    ]
    document.addEventListener('visibilitychange', changed)
    return () => {
      for (const leave of leaves) leave()
    }
  }, [store, revision, load, fetching, pacer])
  useEffect(() => {
    // While results are still being read, every look shows more of them.
    const isPartial = answer.view !== null && answer.view.reading !== null
    const pauseMs = isPartial ? SHORTEST_PAUSE_MS : answer.view && nextLookMs(answer.view.range, Date.now())
    if (pauseMs !== null) pacer.current?.within(pauseMs)
  }, [answer, pacer])
}
