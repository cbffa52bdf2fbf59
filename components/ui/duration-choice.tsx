'use client'

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { Button } from './button.tsx'

const HOUR_MS = 3_600_000
const OFFERED = [
  { words: '1 h', durationMs: HOUR_MS },
  { words: '1 day', durationMs: 24 * HOUR_MS },
  { words: '1 week', durationMs: 7 * 24 * HOUR_MS },
]

type Props = {
  /** "Snooze": what is done for a while. */
  verb: string
  /** What it is done to. */
  name: string
  /** Resolves with whether the choice closes and its button has the focus again. */
  onChoose: (untilMs: number) => Promise<boolean>
  /** While it is so, the button ends it instead: it stays the same one, and keeps the focus. */
  ending?: { verb: string; onEnd: () => void } | null
  /** Why something was not done. */
  fault: ReactNode
}

/**
 * A button that opens to how long something is done. Buttons, not a select: there some browsers choose with every press
 * of an arrow key.
 */
export function DurationChoice({ verb, name, onChoose, ending = null, fault }: Props) {
  const [asked, setAsked] = useState(false)
  const open = asked && ending === null
  const opener = useRef<HTMLButtonElement>(null)
  const choicesId = useId()
  const close = (): void => {
    setAsked(false)
    opener.current?.focus()
  }
  const choose = async (durationMs: number): Promise<void> => {
    if (await onChoose(Date.now() + durationMs)) close()
  }
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={ending ? `${ending.verb} ${name}` : `${verb}… ${name}`}
        aria-expanded={ending ? undefined : open}
        aria-controls={open ? choicesId : undefined}
        className="control h-8 shrink-0 rounded-md px-2 text-muted hover:bg-raised hover:text-text max-md:-ml-2 md:-my-1.5"
        onClick={() => (ending ? ending.onEnd() : setAsked(!open))}
      >
        {ending ? ending.verb : `${verb}…`}
      </button>
      {open && (
        <fieldset
          id={choicesId}
          aria-label={`${verb} ${name} for`}
          className="flex basis-full flex-wrap items-center justify-end gap-2 max-md:justify-start"
          onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && close()}
        >
          <span className="text-muted" aria-hidden>
            {verb} for
          </span>
          {OFFERED.map(({ words, durationMs }) => (
            <Button key={words} onClick={() => void choose(durationMs)}>
              {words}
            </Button>
          ))}
        </fieldset>
      )}
      {fault}
    </>
  )
}
