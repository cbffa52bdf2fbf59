'use client'

import { useEffect, useState } from 'react'
import { type Fetched, fetchJson } from '../live/fetch-json.ts'

/** How others reach the server; what `GET /api/shares` says beside the shares. */
export type Reach = { thisMachineOnly: boolean; outsideUrl: string }

/** Asked when it is wanted; `null` until the answer is there. */
export function useReach(wanted: boolean): Fetched<Reach> | null {
  const [reach, setReach] = useState<Fetched<Reach> | null>(null)
  useEffect(() => {
    if (!wanted) return
    const aborter = new AbortController()
    void fetchJson<{ reach: Reach }>('/api/shares', aborter.signal).then((answer) => {
      if (!aborter.signal.aborted) setReach(answer.ok ? { ok: true, value: answer.value.reach } : answer)
    })
    return () => aborter.abort()
  }, [wanted])
  return reach
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

/** Where others open what is open here: where it was opened from elsewhere, that is the address. */
export function outsideOrigin(
  { thisMachineOnly, outsideUrl }: Reach,
  { origin, hostname }: Location,
): string {
  return thisMachineOnly || !LOOPBACK.test(hostname) ? origin : outsideUrl
}
