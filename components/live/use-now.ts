'use client'

import { useSyncExternalStore } from 'react'

/** One clock for all ages on the page. It stands still while nobody looks at it, or the tab is hidden. */
const listeners = new Set<() => void>()
let nowMs = 0
let timer: number | undefined

function tick(): void {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}

function run(): void {
  window.clearInterval(timer)
  timer = undefined
  if (listeners.size === 0 || document.hidden) return
  tick()
  timer = window.setInterval(tick, 1000)
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', run)
  listeners.add(listener)
  if (timer === undefined) queueMicrotask(run)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', run)
    run()
  }
}

/** What follows from that clock: whoever asks is drawn anew only where it is another. */
export const useByNow = <T extends string | number | boolean>(
  renderedAtMs: number,
  select: (nowMs: number) => T,
): T =>
  useSyncExternalStore(
    subscribe,
    () => select(nowMs || renderedAtMs),
    () => select(renderedAtMs),
  )

/** Epoch milliseconds, ticking each second; `renderedAtMs` until the page is alive, so that server and browser agree. */
export const useNow = (renderedAtMs: number): number => useByNow(renderedAtMs, (atMs) => atMs)
