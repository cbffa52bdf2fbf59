'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useId, useRef, useState } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { deleteJson } from '../live/fetch-json.ts'
import { Button } from '../ui/button.tsx'
import { CommandLine } from '../ui/command-line.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'

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
  const dialog = useRef<HTMLDialogElement>(null)
  const wayOut = useRef<HTMLButtonElement>(null)
  const titleId = useId()
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    if (!open) return dialog.current?.close()
    setFault(null)
    dialog.current?.showModal()
    wayOut.current?.focus()
  }, [open])
  const revoke = async (): Promise<void> => {
    const answer = await deleteJson<unknown>(url)
    if (!answer.ok) return setFault(answer.message)
    onRevoked()
    onClose()
    router.refresh()
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="panel m-auto max-h-[calc(100dvh-24px)] w-[36rem] max-w-[calc(100vw-24px)] flex-col p-0 text-text shadow-lg backdrop:bg-black/40 open:flex"
    >
      <h2 id={titleId} className="border-b px-4 py-3 text-lg font-semibold break-words">
        Revoke “{printable(name)}”
      </h2>
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          void revoke()
        }}
      >
        <div className="flex min-h-0 flex-col gap-3 overflow-auto p-4">
          <p>{children} This cannot be taken back; another one can be made.</p>
          <CommandLine command={command} />
          {fault !== null && (
            <p role="alert" className="break-words text-failed">
              {revealHidden(fault)}
            </p>
          )}
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
          <Button ref={wayOut} onClick={onClose}>
            Cancel
          </Button>
          <ConfirmButton tone="final">Revoke</ConfirmButton>
        </footer>
      </form>
    </dialog>
  )
}
