'use client'

import { useEffect, useState } from 'react'
import type { SessionPage } from '#lib/model/live.ts'
import type { Session } from '#lib/model/session.ts'
import { fetchJson } from './fetch-json.ts'

const LIMIT = '8'

export type SessionLookup = {
  /** The latest sessions whose id, agents, projects or errors hold the text; none for an empty one. */
  found: readonly Session[]
  /** Whether what is found is still on its way. */
  searching: boolean
}

type Answer = { text: string; found: readonly Session[] }

export function useSessionLookup(text: string): SessionLookup {
  const wanted = text.trim()
  const [answer, setAnswer] = useState<Answer>({ text: '', found: [] })
  useEffect(() => {
    if (wanted === '') return
    const controller = new AbortController()
    const params = new URLSearchParams({ text: wanted, limit: LIMIT })
    void fetchJson<SessionPage>(`/api/sessions?${params}`, controller.signal).then((page) => {
      if (!controller.signal.aborted) setAnswer({ text: wanted, found: page.ok ? page.value.rows : [] })
    })
    return () => controller.abort()
  }, [wanted])
  // What was found for another text must not be there to be chosen.
  const isCurrent = wanted === '' || answer.text === wanted
  return { found: wanted !== '' && isCurrent ? answer.found : [], searching: !isCurrent }
}
