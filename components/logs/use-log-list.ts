'use client'

import { useEffect, useState } from 'react'
import type { LogList } from '#lib/model/log.ts'
import { fetchJson } from '../live/fetch-json.ts'

const REFRESH_MS = 5000
/** Lines are counted behind the scenes, which takes a moment. */
const COUNTING_MS = 700

/** The files in logs/, read again now and then while the tab is looked at. */
export function useLogList(initial: LogList): LogList {
  const [list, setList] = useState(initial)
  const isCounting = list.files.some(({ lines, form }) => lines === null && form !== null)
  useEffect(() => {
    const controller = new AbortController()
    const read = async (): Promise<void> => {
      if (document.hidden) return
      const result = await fetchJson<LogList>('/api/logs', controller.signal)
      // Where the server is lost the top bar says so.
      if (result.ok && !controller.signal.aborted) setList(result.value)
    }
    const timer = window.setInterval(() => void read(), isCounting ? COUNTING_MS : REFRESH_MS)
    return () => {
      window.clearInterval(timer)
      controller.abort()
    }
  }, [isCounting])
  return list
}
