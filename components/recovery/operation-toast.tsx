'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'
import type { Operation } from '#lib/model/operation.ts'
import { Button } from '../ui/button.tsx'
import { Toast } from '../ui/toast.tsx'
import { useAskForPlan } from './ask-for-plan.ts'
import { OperationIcon } from './operation-badge.tsx'
import { operationTitle } from './plan-words.ts'

type Props = { operation: Operation | null; onDismiss: () => void }

/** What was done, and the way back. */
export function OperationToast({ operation, onDismiss }: Props) {
  return (
    <Toast message={operation?.id ?? null} onDismiss={onDismiss}>
      {operation !== null && <Told key={operation.id} operation={operation} />}
    </Toast>
  )
}

/** The keyboard goes on here: the button that asked may be gone with its session. */
function Told({ operation }: { operation: Operation }) {
  const askForPlan = useAskForPlan()
  const undo = useRef<HTMLButtonElement>(null)
  useEffect(() => undo.current?.focus(), [])
  return (
    <>
      <OperationIcon status={operation.status} />
      <span className="min-w-0">
        {operationTitle(operation)}.{' '}
        {operation.status !== 'done' && (
          <Link href="/recovery" className="text-accent underline">
            See why
          </Link>
        )}
      </span>
      {operation.undoable && (
        <Button ref={undo} onClick={() => askForPlan({ action: 'undo', operation: operation.id })}>
          Undo
        </Button>
      )}
    </>
  )
}
