'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useLiveStore } from '../live/live-provider.tsx'

/** Changes of one session within this time are shown as one. */
const GATHER_MS = 150

/** Renders the page anew on the server when its session changes; answers are files, which no event carries. */
export function SessionRefresher({ id }: { id: string }) {
  const store = useLiveStore()
  const router = useRouter()
  useEffect(() => {
    let timer: number | undefined
    const unsubscribe = store.onBatch(store.get().status.revision, ({ changed, removed }) => {
      if (!removed.includes(id) && !changed.some(({ session }) => session.id === id)) return
      window.clearTimeout(timer)
      timer = window.setTimeout(() => router.refresh(), GATHER_MS)
    })
    return () => {
      window.clearTimeout(timer)
      unsubscribe()
    }
  }, [store, router, id])
  return null
}
