'use client'

import type { ReactNode } from 'react'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { useAskForPlan } from './ask-for-plan.ts'

type Props = {
  request: PlanRequest
  /** Where the words on it would not tell it from another. */
  label?: string
  className?: string
  children: ReactNode
}

/** Opens the dialog that says what a request would do. Only an owner has it. */
export function ActionButton({ request, label, className, children }: Props) {
  const askForPlan = useAskForPlan()
  if (useRole() !== 'owner') return null
  return (
    <Button
      aria-haspopup="dialog"
      aria-label={label}
      className={`shrink-0 whitespace-nowrap ${className ?? ''}`}
      onClick={() => askForPlan(request)}
    >
      {children}
    </Button>
  )
}
