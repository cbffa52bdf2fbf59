'use client'

import { useEffect, useRef } from 'react'
import { printable } from '#lib/format/printable.ts'
import type { Share } from '#lib/model/share.ts'
import { Time } from '../live/time.tsx'
import { LinkField } from './link-field.tsx'

/** A link that was just made. Nobody sees it again: only a hash of it is kept. */
export function NewLink({ share: { token }, link }: { share: Share; link: string }) {
  const field = useRef<HTMLInputElement>(null)
  // What was made is what somebody wants next.
  useEffect(() => {
    if (link !== '') field.current?.focus()
  }, [link])
  return (
    <div className="flex flex-col gap-1 rounded-md border border-accent px-3 py-2">
      <p role="status">
        Made “{printable(token.name)}”
        {token.expiresAtMs !== null && (
          <>
            , which holds until <Time atMs={token.expiresAtMs} />
          </>
        )}
        . Copy it now: it is shown only this once.
      </p>
      <LinkField label="Share link" link={link} field={field} />
    </div>
  )
}
