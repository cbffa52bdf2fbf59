'use client'

import { formatAge, formatDuration, formatSince } from '#lib/format/duration.ts'
import { isSilent, PROCESS_WORDS } from '#lib/format/work-words.ts'
import type { RunWork } from '#lib/model/run.ts'
import { useLiveNow } from '../live/age.tsx'
import { Time } from '../live/time.tsx'

/** `limitMs`: for how long an agent may be silent before it hangs; `null` where that is not known. */
type Props = { work: RunWork; limitMs: number | null }

/** Since when an agent is at work, when it was last seen to do anything, and whether its process is there. */
export function RunningFacts({ work, limitMs }: Props) {
  const nowMs = useLiveNow()
  const { startedAtMs, lastSignAtMs, hasTranscript, process } = work
  const silent = isSilent(lastSignAtMs, { limitMs, nowMs })
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-1">
      <span>
        At work for {formatSince(startedAtMs, nowMs)}, since <Time atMs={startedAtMs} />
      </span>
      <span className={silent ? 'text-stale' : ''}>
        {hasTranscript ? 'Last sign of life' : 'No transcript to look at; started'}{' '}
        {formatAge(lastSignAtMs, nowMs)}
        {silent && limitMs !== null && `: silent for over ${formatDuration(limitMs)}`}
      </span>
      <span className={process === 'gone' ? 'text-stale' : 'text-muted'}>
        {capitalized(PROCESS_WORDS[process])}
      </span>
    </p>
  )
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
