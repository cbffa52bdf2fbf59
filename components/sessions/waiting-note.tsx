'use client'

import { Hourglass } from 'lucide-react'
import { printable } from '#lib/format/printable.ts'
import { formatWaiting, isSilent } from '#lib/format/work-words.ts'
import type { Session } from '#lib/model/session.ts'
import { useLiveNow } from '../live/age.tsx'

type Props = {
  session: Pick<Session, 'work' | 'state' | 'reason'>
  /** In a row of a list there is room for its beginning. */
  cut: boolean
}

/** Whom a session waits for, and what is known of that agent; nothing where none was seen to start. */
export function WaitingNote({ session: { work, state, reason }, cut }: Props) {
  const nowMs = useLiveNow()
  if (work === null) return null
  const moment = { state, limitMs: reason.thresholdMs, nowMs }
  const text = printable(formatWaiting(work, moment))
  return (
    <span
      className={`flex min-w-0 items-center gap-1.5 ${isSilent(work.silentSinceMs, moment) ? 'text-stale' : 'text-muted'}`}
      title={text}
    >
      <Hourglass size={14} className="shrink-0" aria-hidden />
      <span className={cut ? 'truncate' : 'break-words first-letter:uppercase'}>{text}</span>
    </span>
  )
}
