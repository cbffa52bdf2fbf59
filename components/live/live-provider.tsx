'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { AlertsNow } from '#lib/model/alert-view.ts'
import type { Snapshot } from '#lib/model/live.ts'
import { createLiveStore, type LiveState, type LiveStore } from './live-store.ts'
import { openStream } from './open-stream.ts'

const LiveContext = createContext<LiveStore | null>(null)

type Props = { fresh: Snapshot; alerts: AlertsNow; children: ReactNode }

/** One stream for the whole application; everything live hangs on it. */
export function LiveProvider({ fresh, alerts, children }: Props) {
  const router = useRouter()
  const [store] = useState(() =>
    createLiveStore({ ...fresh, alerts, connection: 'connecting', heardAtMs: 0 }),
  )
  useEffect(() => store.refresh(fresh), [store, fresh])
  useEffect(() => store.setAlerts(alerts), [store, alerts])
  useEffect(() => store.onResync(() => router.refresh()), [store, router])
  useEffect(() => openStream(store), [store])
  return <LiveContext value={store}>{children}</LiveContext>
}

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext)
  if (!store) throw new Error('Live data is only there below LiveProvider.')
  return store
}

/** A part of the live state; renders again only when that part changes. */
export function useLive<T>(select: (state: LiveState) => T): T {
  const store = useLiveStore()
  return useSyncExternalStore(
    store.onState,
    () => select(store.get()),
    () => select(store.rendered()),
  )
}
