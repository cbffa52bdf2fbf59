'use client'

import { useEffect, useRef, useState } from 'react'
import { printable } from '#lib/format/printable.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

type Props = {
  id: string
  name: string
  url: string
  command: string
  /** There is nothing to be revoked any more. */
  ended: boolean
  children: string
}

/** Asks before it ends what somebody was given. Only an owner has it. */
export function RevokeButton({ id, name, url, command, ended, children }: Props) {
  const isOwner = useRole() === 'owner'
  const [open, setOpen] = useState(false)
  const [revoked, setRevoked] = useState(false)
  const done = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    // What was pressed is gone; the keyboard goes on where it was.
    if (ended && revoked) done.current?.focus()
  }, [ended, revoked])
  if (!isOwner) return null
  if (ended)
    return (
      <span ref={done} tabIndex={-1} className="sr-only">
        {revoked && `${printable(name)} was revoked.`}
      </span>
    )
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-label={`Revoke ${printable(name)} (${id})`}
        onClick={() => setOpen(true)}
      >
        Revoke…
      </Button>
      <RevokeDialog
        open={open}
        name={name}
        url={url}
        command={command}
        onRevoked={() => setRevoked(true)}
        onClose={() => setOpen(false)}
      >
        {children}
      </RevokeDialog>
    </>
  )
}
