'use client'

import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { alertName } from '#lib/format/alert-words.ts'
import { alertKey } from '#lib/model/alert.ts'
import type { ShownAlert } from '#lib/model/alert-view.ts'
import { postJson } from '../live/fetch-json.ts'
import { useRole } from '../live/role.tsx'
import { SnoozeFault } from '../recovery/snooze-fault.tsx'
import { Button } from '../ui/button.tsx'

const HOUR_MS = 3_600_000
const OFFERED = [
  { words: '1 h', durationMs: HOUR_MS },
  { words: '1 day', durationMs: 24 * HOUR_MS },
  { words: '1 week', durationMs: 7 * 24 * HOUR_MS },
]

/** Mutes an alert for a while, or ends that; only an owner has it. */
export function MuteButton({ alert }: { alert: ShownAlert }) {
  const [open, setOpen] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const choicesId = useId()
  if (useRole() !== 'owner') return null
  const name = alertName(alert)
  const isMuted = alert.mutedUntilMs !== null
  const mute = async (untilMs: number | null): Promise<void> => {
    const answer = await postJson<unknown>('/api/alerts/mute', { alert: alertKey(alert), untilMs })
    setFault(answer.ok ? null : answer.message)
    if (!answer.ok) return
    setOpen(false)
    opener.current?.focus()
  }
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    setOpen(false)
    opener.current?.focus()
  }
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={isMuted ? `Unmute ${name}` : `Mute… ${name}`}
        aria-expanded={isMuted ? undefined : open}
        aria-controls={open ? choicesId : undefined}
        className="control h-8 shrink-0 rounded-md px-2 text-muted hover:bg-raised hover:text-text max-md:-ml-2 md:-my-1.5"
        onClick={() => (isMuted ? void mute(null) : setOpen(!open))}
      >
        {isMuted ? 'Unmute' : 'Mute…'}
      </button>
      {open && !isMuted && (
        <fieldset
          id={choicesId}
          aria-label={`Mute ${name} for`}
          className="flex basis-full flex-wrap items-center justify-end gap-2 max-md:justify-start"
          onKeyDown={leave}
        >
          <span className="text-muted" aria-hidden>
            Mute for
          </span>
          {OFFERED.map(({ words, durationMs }) => (
            <Button key={words} onClick={() => void mute(Date.now() + durationMs)}>
              {words}
            </Button>
          ))}
        </fieldset>
      )}
      <SnoozeFault message={fault} />
    </>
  )
}
