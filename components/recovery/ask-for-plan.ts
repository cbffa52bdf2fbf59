'use client'

import { createContext, useContext } from 'react'
import type { PlanRequest } from '#lib/model/recovery.ts'

export const AskForPlan = createContext<(request: PlanRequest) => void>(() => undefined)

/** Shows what a request would do, and does it once that is confirmed. */
export const useAskForPlan = (): ((request: PlanRequest) => void) => useContext(AskForPlan)
