'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import { CONSENT_WORDS } from '#lib/model/recovery.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { TypedField } from '../typed-field.tsx'

type Props = {
  /** "7 days" */
  kept: string
  open: boolean
  /** Says why it was not done; `null` where it was. */
  onConfirm: (typed: string) => Promise<string | null>
  onClose: () => void
}

/** Asks once, typed, for what nobody is asked for from then on. */
export function ConsentDialog({ kept, open, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const wayOut = useRef<HTMLButtonElement>(null)
  const titleId = useId()
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    if (!open) return dialog.current?.close()
    setTyped('')
    setFault(null)
    dialog.current?.showModal()
    wayOut.current?.focus()
  }, [open])
  const confirm = async (): Promise<void> => {
    if (typed !== CONSENT_WORDS) return
    const refused = await onConfirm(typed)
    setFault(refused)
    if (refused === null) onClose()
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="panel m-auto max-h-[calc(100dvh-24px)] w-[44rem] max-w-[calc(100vw-24px)] flex-col p-0 text-text shadow-lg backdrop:bg-black/40 open:flex"
    >
      <h2 id={titleId} className="border-b px-4 py-3 text-lg font-semibold">
        Let expired trash go without asking
      </h2>
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
      >
        <div className="flex min-h-0 flex-col gap-3 overflow-auto p-4">
          <p>
            What has been in the trash for more than {kept} may then be deleted for good, here and from a
            shell, without a word being typed each time. What is younger is still asked for.
          </p>
          <p className="text-muted">
            You can withdraw this at any time, and it lapses where the clock goes back or nothing was done
            here for 30 days. What is gone by then stays gone.
          </p>
          {fault !== null && (
            <p role="alert" className="break-words text-failed">
              {revealHidden(fault)}
            </p>
          )}
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
          <TypedField words={CONSENT_WORDS} value={typed} className="w-44" onChange={setTyped} />
          <Button ref={wayOut} onClick={onClose}>
            Cancel
          </Button>
          <ConfirmButton tone="final" disabled={typed !== CONSENT_WORDS}>
            Let it go
          </ConfirmButton>
        </footer>
      </form>
    </dialog>
  )
}
