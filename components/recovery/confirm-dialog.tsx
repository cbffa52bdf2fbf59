'use client'

import { useEffect, useId, useRef } from 'react'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { ConfirmForm } from './confirm-form.tsx'
import { PlanOutcome } from './plan-outcome.tsx'
import type { Planned, PlanState } from './plan-state.ts'
import { planTitle, VERBS } from './plan-words.ts'

type Props = {
  state: PlanState
  open: boolean
  onConfirm: (planned: Planned, typed: string | null) => void
  onAskAgain: (request: PlanRequest) => void
  onClose: () => void
}

/** Every action goes through here: what it would do, whether it can be undone, how far it is, and what was not done. */
export function ConfirmDialog({ state, open, onConfirm, onAskAgain, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const wayOut = useRef<HTMLButtonElement>(null)
  const titleId = useId()
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  // What it shows next must not be confirmed by a key that was meant for what it showed before.
  useEffect(() => {
    if (open && state.phase !== 'idle') wayOut.current?.focus()
  }, [open, state.phase])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      // It comes later than it happens: by then the dialog may be open again for something else.
      onClose={() => dialog.current?.open === false && onClose()}
      className="panel m-auto max-h-[calc(100dvh-24px)] w-[44rem] max-w-[calc(100vw-24px)] flex-col p-0 text-text shadow-lg backdrop:bg-black/40 open:flex"
    >
      {state.phase !== 'idle' && (
        <>
          <h2 id={titleId} className="border-b px-4 py-3 text-lg font-semibold">
            {titleOf(state)}
          </h2>
          {state.phase === 'ready' ? (
            <ConfirmForm
              // What was typed was typed for another plan.
              key={state.plan.id}
              plan={state.plan}
              wayOut={wayOut}
              onConfirm={(typed) => onConfirm({ request: state.request, plan: state.plan }, typed)}
              onClose={onClose}
            />
          ) : (
            <PlanOutcome
              state={state}
              wayOut={wayOut}
              onAskAgain={() => onAskAgain(state.request)}
              onClose={onClose}
            />
          )}
        </>
      )}
    </dialog>
  )
}

function titleOf(state: Exclude<PlanState, { phase: 'idle' }>): string {
  return 'plan' in state ? planTitle(state.plan) : VERBS[state.request.action]
}
