'use client'

import { useEffect, useRef } from 'react'
import type { LogPage, LogTailEvent } from '#lib/model/log.ts'
import { fetchJson } from '../live/fetch-json.ts'
import { applyTailEvent } from './log-view.ts'
import type { LogLines } from './use-log-lines.ts'

const RETRY_MS = 1000

/** Adds what is written to a log while `on`, and the tab is looked at; goes on where it was after a lost connection. */
export function useLogTail(
  log: LogLines,
  { name, query, on }: { name: string; query: string; on: boolean },
): void {
  const latest = useRef(log)
  latest.current = log
  const isOpen = on && log.phase === 'ready' && log.newerFrom === null && log.extent?.packed === false
  useEffect(() => {
    if (!isOpen) return
    let source: EventSource | null = null
    let timer: number | undefined
    let ended = false
    const close = (): void => {
      window.clearTimeout(timer)
      source?.close()
      source = null
    }
    const retry = (): void => {
      close()
      timer = window.setTimeout(() => void openIfThere(), RETRY_MS)
    }
    /** A stream does not say why it was refused; a page of lines does. */
    const openIfThere = async (): Promise<void> => {
      const params = new URLSearchParams({ name, limit: '1' })
      const page = await fetchJson<LogPage>(`/api/logs/lines?${params}`, new AbortController().signal)
      if (ended || document.hidden) return
      if (page.ok) open()
      else latest.current.change((view) => ({ ...view, phase: 'error', error: page.message }))
    }
    const open = (): void => {
      close()
      source = new EventSource(`/api/logs/events?${placeOf(latest.current, name, query)}`)
      source.addEventListener('message', ({ data }: MessageEvent<string>) => {
        const event = JSON.parse(data) as LogTailEvent
        latest.current.change((view) => applyTailEvent(view, event))
      })
      // The browser's own retry would begin at an outdated place.
      source.addEventListener('error', retry)
    }
    const follow = (): void => {
      if (document.hidden) close()
      else open()
    }
    document.addEventListener('visibilitychange', follow)
    follow()
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', follow)
      close()
    }
  }, [isOpen, name, query])
}

/** From where on nothing is known yet, of which file. */
function placeOf({ lines, extent }: LogLines, name: string, query: string): URLSearchParams {
  const params = new URLSearchParams(query)
  const last = lines.at(-1)
  const seen = last === undefined ? 0 : last.unfinished ? last.offset : last.nextOffset
  params.set('name', name)
  // A search saw all that was there, whatever of it matched.
  params.set('offset', String(query === '' ? seen : Math.max(seen, extent?.sizeBytes ?? 0)))
  if (extent !== null) params.set('inode', String(extent.inode))
  return params
}
