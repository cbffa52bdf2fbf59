'use client'

import { useEffect, useState } from 'react'
import type { SessionPage } from '#lib/model/live.ts'
import type { Session } from '#lib/model/session.ts'
import { fetchJson } from './fetch-json.ts'

const LIMIT = '8'

/** The latest sessions whose id, agents, projects or errors hold `text`; none for an empty one. */
export function useSessionLookup(text: string): readonly Session[] {
  const [found, setFound] = useState<readonly Session[]>([])
  useEffect(() => {
    const controller = new AbortController()
    if (text.trim() === '') setFound([])
    else {
      const params = new URLSearchParams({ text: text.trim(), limit: LIMIT })
      void fetchJson<SessionPage>(`/api/sessions?${params}`, controller.signal).then((page) => {
        if (!controller.signal.aborted) setFound(page.ok ? page.value.rows : [])
      })
    }
    return () => controller.abort()
  }, [text])
  return found
}
