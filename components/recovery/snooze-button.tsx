'use client'

import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { IssueType } from '#lib/model/issue.ts'
import { useRole } from '../live/role.tsx'
import { Time } from '../live/time.tsx'
import { Button } from '../ui/button.tsx'
import { ISSUE_NAMES } from './issue-words.ts'
import { SnoozeFault } from './snooze-fault.tsx'
import { useSnooze } from './use-snooze.ts'

const HOUR_MS = 3_600_000
const OFFERED = [
  { words: '1 h', durationMs: HOUR_MS },
  { words: '1 day', durationMs: 24 * HOUR_MS },
  { words: '1 week', durationMs: 7 * 24 * HOUR_MS },
]

/**
 * Opens to how long an issue may sleep; only an owner has it. Buttons, not a select: there some browsers choose with
 * every press of an arrow key.
 */
export function SnoozeButton({ type }: { type: IssueType }) {
  const [open, setOpen] = useState(false)
  const { fault, snooze } = useSnooze(type)
  const opener = useRef<HTMLButtonElement>(null)
  const choicesId = useId()
  if (useRole() !== 'owner') return null
  const name = ISSUE_NAMES[type]
  const sleep = (untilMs: number): Promise<void> =>
    snooze(
      untilMs,
      <>
        {name}: snoozed until <Time atMs={untilMs} />.
      </>,
    )
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
        aria-label={`Snooze… ${name}`}
        aria-expanded={open}
        aria-controls={open ? choicesId : undefined}
        className="control h-8 shrink-0 rounded-md px-2 text-muted hover:bg-raised hover:text-text max-md:-ml-2 md:-my-1.5"
        onClick={() => setOpen(!open)}
      >
        Snooze…
      </button>
      {open && (
        <fieldset
          id={choicesId}
          aria-label={`Snooze ${name} for`}
          className="flex basis-full flex-wrap items-center justify-end gap-2 max-md:justify-start"
          onKeyDown={leave}
        >
          <span className="text-muted" aria-hidden>
            Snooze for
          </span>
          {OFFERED.map(({ words, durationMs }) => (
            <Button key={words} onClick={() => void sleep(Date.now() + durationMs)}>
              {words}
            </Button>
          ))}
          <SnoozeFault message={fault} />
        </fieldset>
      )}
    </>
  )
}
