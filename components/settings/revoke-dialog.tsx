'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { printable } from '#lib/format/printable.ts'
import { deleteJson } from '../live/fetch-json.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { ConfirmBody } from '../ui/confirm-body.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { DialogFrame } from '../ui/dialog-frame.tsx'

type Props = {
  open: boolean
  name: string
  url: string
  command: string
  /** What is lost by it. */
  children: string
  onRevoked: () => void
  onClose: () => void
}

/** Says what ends with it, and ends it. A new one can be made, but never this one again. */
export function RevokeDialog({ open, name, url, command, children, onRevoked, onClose }: Props) {
  const router = useRouter()
  const wayOut = useRef<HTMLButtonElement>(null)
  const [fault, setFault] = useState<string | null>(null)
  const revoke = async (): Promise<void> => {
    const answer = await deleteJson<unknown>(url)
    if (!answer.ok) return setFault(answer.message)
    onRevoked()
    onClose()
    router.refresh()
  }
  return (
    <DialogFrame
      open={open}
      title={`Revoke “${printable(name)}”`}
      width="narrow"
      wayOut={wayOut}
      onOpen={() => setFault(null)}
      onClose={onClose}
    >
      <ConfirmBody
        wayOut={wayOut}
        fault={fault}
        actions={<ConfirmButton tone="final">Revoke</ConfirmButton>}
        onConfirm={() => void revoke()}
        onClose={onClose}
      >
        <p>{children} This cannot be taken back; another one can be made.</p>
        <CommandLine command={command} />
      </ConfirmBody>
    </DialogFrame>
  )
}
