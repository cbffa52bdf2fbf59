'use client'

import { useRef, useState } from 'react'
import { CONSENT_WORDS } from '#lib/model/recovery.ts'
import { ConfirmBody } from '../../ui/confirm-body.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
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
  const wayOut = useRef<HTMLButtonElement>(null)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const confirm = async (): Promise<void> => {
    if (typed !== CONSENT_WORDS) return
    const refused = await onConfirm(typed)
    setFault(refused)
    if (refused === null) onClose()
  }
  const forget = (): void => {
    setTyped('')
    setFault(null)
  }
  return (
    <DialogFrame
      open={open}
      title="Let expired trash go without asking"
      wayOut={wayOut}
      onOpen={forget}
      onClose={onClose}
    >
      <ConfirmBody
        wayOut={wayOut}
        fault={fault}
        before={<TypedField words={CONSENT_WORDS} value={typed} className="w-44" onChange={setTyped} />}
        actions={
          <ConfirmButton tone="final" disabled={typed !== CONSENT_WORDS}>
            Let it go
          </ConfirmButton>
        }
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        <p>
          What has been in the trash for more than {kept} may then be deleted for good, here and from a shell,
          without a word being typed each time. What is younger is still asked for.
        </p>
        <p className="text-muted">
          You can withdraw this at any time, and it lapses where the clock goes back or nothing was done here
          for 30 days. What is gone by then stays gone.
        </p>
      </ConfirmBody>
    </DialogFrame>
  )
}
