'use client'

import { type RefObject, useState } from 'react'
import type { PlanSummary } from '#lib/model/plan.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { PlanView } from './plan-view.tsx'
import { planTitle } from './plan-words.ts'
import { TypedField } from './typed-field.tsx'

type Props = {
  plan: PlanSummary
  wayOut: RefObject<HTMLButtonElement | null>
  onConfirm: (typed: string | null) => void
  onClose: () => void
}

/** A plan and whether to do it. Where nothing brings it back, a word must be typed first. */
export function ConfirmForm({ plan, wayOut, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const isConfirmed = plan.typed === null || typed === plan.typed
  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (isConfirmed) onConfirm(plan.typed === null ? null : typed)
      }}
    >
      <PlanView plan={plan} />
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
        {plan.typed !== null && <TypedField words={plan.typed} value={typed} onChange={setTyped} />}
        <Button ref={wayOut} onClick={onClose}>
          Cancel
        </Button>
        <ConfirmButton tone={plan.reversible ? 'plain' : 'final'} disabled={!isConfirmed}>
          {planTitle(plan)}
        </ConfirmButton>
      </footer>
    </form>
  )
}
