'use client'

import { CalendarClock, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import { retentionSentence } from '#lib/format/retention-words.ts'
import type { ScheduleView } from '#lib/model/job-run.ts'
import type { RetentionPreview } from '#lib/model/retention.ts'
import { type Fetched, fetchJson } from '../live/fetch-json.ts'
import { Time } from '../live/time.tsx'
import { Notice } from '../shell/notices.tsx'

/** Says when something is about to be cleaned up for the first time by itself, or waits for a person. */
export function CleanUpNotice({ schedule }: { schedule: Fetched<ScheduleView> }) {
  if (!schedule.ok) return null
  const { jobs, firstCleanUpAtMs } = schedule.value
  const waits = jobs.find(({ job }) => job === 'clean_up')?.waits ?? null
  if (waits !== null)
    return (
      <Notice icon={<TriangleAlert size={16} className="text-stale" aria-hidden />} label="Retention waits">
        {revealHidden(waits)} <PreviewLink />{' '}
        <Link href="/settings" className="text-accent underline">
          To the schedule
        </Link>
      </Notice>
    )
  return firstCleanUpAtMs === null ? null : <FirstCleanUp atMs={firstCleanUpAtMs} />
}

/** What it would remove takes a look at every log: it comes when the page is there. */
function FirstCleanUp({ atMs }: { atMs: number }) {
  const [preview, setPreview] = useState<RetentionPreview | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    void fetchJson<RetentionPreview>('/api/recovery/retention', controller.signal).then((answer) => {
      if (answer.ok) setPreview(answer.value)
    })
    return () => controller.abort()
  }, [])
  return (
    <Notice icon={<CalendarClock size={16} aria-hidden />} label="First clean-up">
      The first clean-up by itself is at <Time atMs={atMs} />.
      {preview !== null && ` ${retentionSentence(preview, null)}`} <PreviewLink />
    </Notice>
  )
}

const PreviewLink = () => (
  <Link href="/recovery" className="text-accent underline">
    See what it would remove
  </Link>
)
