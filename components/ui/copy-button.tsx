'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

type Props = { text: string; label: string; tabIndex?: number }

/** Copies text, and says so for as long as the pointer or focus stays. */
export function CopyButton({ text, label, tabIndex }: Props) {
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      aria-label={copied ? `${label}: copied` : label}
      title={copied ? 'Copied' : label}
      tabIndex={tabIndex}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
      onClick={async (event) => {
        event.stopPropagation()
        await navigator.clipboard.writeText(text)
        setCopied(true)
      }}
      onBlur={() => setCopied(false)}
      onPointerLeave={() => setCopied(false)}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}
