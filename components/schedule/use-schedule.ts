'use client'

import { useCallback, useEffect, useState } from 'react'
import type { ScheduleView } from '#lib/model/job-run.ts'
import { type Fetched, fetchJson } from '../live/fetch-json.ts'

/** While a job runs its end is waited for; else the times of the next runs move on by themselves. */
const RUNNING_MS = 1000
const IDLE_MS = 30_000

type KnownSchedule = { schedule: Fetched<ScheduleView> | null; read: () => Promise<void> }

/** Where every job stands, kept current while the page is looked at, and as it is by these settings. `null` until it is known. */
export function useSchedule(settings: string): KnownSchedule {
  const [schedule, setSchedule] = useState<Fetched<ScheduleView> | null>(null)
  const read = useCallback(async () => {
    setSchedule(await fetchJson<ScheduleView>('/api/schedule', new AbortController().signal))
  }, [])
  const isRunning = schedule?.ok === true && schedule.value.jobs.some(({ running }) => running !== null)
  useEffect(() => {
    if (settings !== '') void read()
  }, [settings, read])
  useEffect(() => {
    const timer = window.setInterval(
      () => {
        if (!document.hidden) void read()
      },
      isRunning ? RUNNING_MS : IDLE_MS,
    )
    return () => window.clearInterval(timer)
  }, [isRunning, read])
  return { schedule, read }
}
