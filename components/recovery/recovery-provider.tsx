'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { Operation } from '#lib/model/operation.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { AskForPlan } from './ask-for-plan.ts'
import { OperationToast } from './operation-toast.tsx'
import { usePlan } from './use-plan.ts'

/** Loaded when something is first asked for. */
const ConfirmDialog = dynamic(() => import('./confirm-dialog.tsx').then((module) => module.ConfirmDialog), {
  ssr: false,
})

/**
 * The one dialog for every action, and what is told afterwards. Both outlive the row whose button asked: it is gone once
 * its session was cleaned up.
 */
export function RecoveryProvider({ children }: { children: ReactNode }) {
  const { state, ask, confirm, reset } = usePlan()
  const [dialog, setDialog] = useState<'never' | 'open' | 'closed'>('never')
  const [told, setTold] = useState<Operation | null>(null)
  const router = useRouter()
  const askForPlan = useCallback(
    (request: PlanRequest) => {
      setTold(null)
      setDialog('open')
      void ask(request)
    },
    [ask],
  )
  const ended = state.phase === 'done' ? state.operation : null
  useEffect(() => {
    if (ended !== null) router.refresh()
  }, [ended, router])
  useEffect(() => {
    // What was not done is read in the dialog; what is told in passing comes when nothing is left to read.
    if (ended === null || (dialog === 'open' && ended.status !== 'done')) return
    setTold(ended)
    setDialog('closed')
    reset()
  }, [ended, dialog, reset])
  const close = (): void => {
    setDialog('closed')
    // What runs goes on, and is told of when it ends.
    if (state.phase !== 'running' && state.phase !== 'done') reset()
  }
  const forget = useCallback(() => setTold(null), [])
  return (
    <AskForPlan value={askForPlan}>
      {children}
      {dialog !== 'never' && (
        <ConfirmDialog
          state={state}
          open={dialog === 'open'}
          onConfirm={confirm}
          onAskAgain={(request) => void ask(request)}
          onClose={close}
        />
      )}
      <OperationToast operation={told} onDismiss={forget} />
    </AskForPlan>
  )
}
