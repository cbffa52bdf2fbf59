'use client'

import { type RefObject, useId } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'

type Props = { label: string; link: string; field?: RefObject<HTMLInputElement | null> }

/** A link to be copied, which can be selected where the browser lets no page copy. */
export function LinkField({ label, link, field }: Props) {
  const id = useId()
  return (
    <div className="flex min-w-0 items-center gap-2">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        ref={field}
        id={id}
        readOnly
        value={link}
        className="field min-w-0 flex-1 font-mono text-[13px]"
        onFocus={(event) => event.target.select()}
      />
      <CopyButton text={link} label={`Copy: ${label}`} />
    </div>
  )
}
