'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useLiveStore } from '../live/live-provider.tsx'

/** Issues are looked for in the whole home: a busy one is not asked for them more often. */
const GATHER_MS = 3000

/** Renders the page anew on the server when sessions change: here, from a shell, or by their agents. */
export function RecoveryRefresher() {
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
  return null
}
