'use client'

import { useState } from 'react'
import { printable } from '#lib/format/printable.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

type Props = { id: string; name: string; url: string; command: string; children: string }

/** Asks before it ends what somebody was given. Only an owner has it. */
export function RevokeButton({ id, name, url, command, children }: Props) {
  const [open, setOpen] = useState(false)
  if (useRole() !== 'owner') return null
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-label={`Revoke ${printable(name)} (${id})`}
        onClick={() => setOpen(true)}
      >
        Revoke…
      </Button>
      <RevokeDialog open={open} name={name} url={url} command={command} onClose={() => setOpen(false)}>
        {children}
      </RevokeDialog>
    </>
  )
}
