'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useLiveStore } from '../live/live-provider.tsx'

/** Issues are looked for in the whole home: a busy one is not asked for them more often. */
const GATHER_MS = 3000

/** The longest that a browser waits; more than that, it does not wait at all. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

type Props = {
  /** When the first snoozed issue is to be heard of again, epoch milliseconds; `null` where none is snoozed. */
  wakesAtMs: number | null
}

/**
 * Renders the page anew on the server when sessions change, here, from a shell, or by their agents, and when an issue
 * has slept for long enough.
 */
export function RecoveryRefresher({ wakesAtMs }: Props) {
  const store = useLiveStore()
  const router = useRouter()
  useEffect(() => {
    let timer: number | undefined
    const unsubscribe = store.onBatch(store.get().status.revision, () => {
      timer ??= window.setTimeout(() => {
        timer = undefined
        router.refresh()
      }, GATHER_MS)
    })
    return () => {
      window.clearTimeout(timer)
      unsubscribe()
    }
  }, [store, router])
  useEffect(() => {
    if (wakesAtMs === null) return
    const waitMs = Math.min(Math.max(0, wakesAtMs - Date.now()), LONGEST_WAIT_MS)
    const timer = window.setTimeout(() => router.refresh(), waitMs)
    return () => window.clearTimeout(timer)
  }, [wakesAtMs, router])
  return null
}
