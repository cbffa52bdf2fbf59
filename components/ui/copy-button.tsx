'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

type Props = {
  /** What to copy, or how to get it; `null` where it cannot be had. */
  text: string | (() => Promise<string | null>)
  label: string
  tabIndex?: number
}

/** Copies text, and says so for as long as the pointer or focus stays. */
export function CopyButton({ text, label, tabIndex }: Props) {
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy
  const copy = async (): Promise<void> => {
    const value = typeof text === 'string' ? text : await text()
    if (value === null) return
    await navigator.clipboard.writeText(value)
    setCopied(true)
  }
  return (
    <button
      type="button"
      aria-label={copied ? `${label}: copied` : label}
      title={copied ? 'Copied' : label}
      tabIndex={tabIndex}
      className="touch inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}
