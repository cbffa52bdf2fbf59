'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { AnswerHit, AnswerSearchEvent } from '#lib/model/live.ts'
import { messageOf } from './fetch-json.ts'
import { readLines } from './read-lines.ts'

export type AnswerSearch = {
  phase: 'idle' | 'searching' | 'done' | 'stopped' | 'error'
  text: string
  hits: AnswerHit[]
  searched: number
  of: number
  limited: boolean
  /** Why it ended with an error. */
  fault: string
}

const IDLE: AnswerSearch = {
  phase: 'idle',
  text: '',
  hits: [],
  searched: 0,
  of: 0,
  limited: false,
  fault: '',
}

/** Searches the answers on disk on request; hits come as they are found, and leaving or stopping ends the search. */
export function useAnswerSearch(): AnswerSearch & { start(text: string): void; stop(): void; clear(): void } {
  const [search, setSearch] = useState(IDLE)
  const controller = useRef<AbortController | null>(null)
  const abort = useCallback(() => controller.current?.abort(), [])
  useEffect(() => abort, [abort])

  const start = useCallback(
    (text: string) => {
      abort()
      controller.current = new AbortController()
      const { signal } = controller.current
      setSearch({ ...IDLE, phase: 'searching', text })
      const fail = (fault: string): void => setSearch((before) => ({ ...before, phase: 'error', fault }))
      readEvents(`/api/search-answers?${new URLSearchParams({ text })}`, signal, (events) =>
        setSearch((before) => events.reduce(applyEvent, before)),
      ).then(
        (refusal) => {
          if (refusal !== null) fail(refusal)
        },
        (error: unknown) => {
          if (signal.aborted) return
          if (error instanceof SyntaxError) fail('the server sent something that is not JSON.')
          else if (error instanceof TypeError) fail('the server cannot be reached.')
          else throw error
        },
      )
    },
    [abort],
  )
  const stop = useCallback(() => {
    abort()
    setSearch((before) => ({ ...before, phase: 'stopped' }))
  }, [abort])
  const clear = useCallback(() => {
    abort()
    setSearch(IDLE)
  }, [abort])
  return { ...search, start, stop, clear }
}

/** Resolves with `null` once all is found, and else with why not. */
async function readEvents(
  url: string,
  signal: AbortSignal,
  onEvents: (events: AnswerSearchEvent[]) => void,
): Promise<string | null> {
  const response = await fetch(url, { signal })
  if (!response.ok || !response.body)
    return messageOf(await response.json()) ?? `the server answered ${response.status}.`
  let complete = false
  await readLines<AnswerSearchEvent>(response.body, (events) => {
    complete ||= events.some(({ kind }) => kind === 'done')
    onEvents(events)
  })
  return complete ? null : 'the server ended it.'
}

function applyEvent(search: AnswerSearch, event: AnswerSearchEvent): AnswerSearch {
  switch (event.kind) {
    case 'hit':
      return { ...search, hits: [...search.hits, event.hit] }
    case 'progress':
      return { ...search, searched: event.searched, of: event.of }
    case 'done':
      return { ...search, phase: 'done', searched: event.searched, limited: event.limited }
  }
}
