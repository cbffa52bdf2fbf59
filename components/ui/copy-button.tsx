'use client'

import { Check, Copy, CopyX } from 'lucide-react'
import { useState } from 'react'

type Props = {
  /** What to copy, or how to get it; `null` where it cannot be had. */
  text: string | (() => Promise<string | null>)
  label: string
  tabIndex?: number
}

const ICONS = { ready: Copy, copied: Check, refused: CopyX } as const

/** Browsers let a page copy where it came by HTTPS or from this machine, and where the person lets it. */
const REFUSED = 'not copied: the browser allows that over HTTPS or on localhost. Select the text instead.'

/** Copies text, and says so for as long as the pointer or focus stays. */
export function CopyButton({ text, label, tabIndex }: Props) {
  const [phase, setPhase] = useState<keyof typeof ICONS>('ready')
  const Icon = ICONS[phase]
  const says = { ready: label, copied: `${label}: copied`, refused: `${label}: ${REFUSED}` }[phase]
  const copy = async (): Promise<void> => {
    const value = typeof text === 'string' ? text : await text()
    if (value === null) return
    setPhase((await copyText(value)) ? 'copied' : 'refused')
  }
  return (
    <button
      type="button"
      aria-label={says}
      title={says}
      tabIndex={tabIndex}
      className="touch inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
      onBlur={() => setPhase('ready')}
      onPointerLeave={() => setPhase('ready')}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}

async function copyText(text: string): Promise<boolean> {
  // The types say that it is always there; over plain HTTP it is not.
  if (!window.isSecureContext) return false
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') return false
    throw error
  }
}
