'use client'

import { useEffect, useState } from 'react'
import type { PlanSummary } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { Job } from '#lib/model/schedule.ts'
import { fetchJson, postJson } from '../live/fetch-json.ts'

export type JobPlan =
  | { kind: 'plan'; request: PlanRequest; plan: PlanSummary }
  /** Nothing is to be done about it, or nothing can be, and why. */
  | { kind: 'nothing'; request: PlanRequest; why: string }

export type JobPlans =
  | { phase: 'planning' }
  | { phase: 'failed'; message: string }
  | { phase: 'ready'; plans: JobPlan[] }

/** What a job would do now, plan by plan, while its dialog is open. Nothing of it is done by that. */
export function useJobPlans(job: Job, open: boolean): JobPlans {
  const [plans, setPlans] = useState<JobPlans>({ phase: 'planning' })
  useEffect(() => {
    if (!open) return
    setPlans({ phase: 'planning' })
    const controller = new AbortController()
    void planAll(job, controller.signal).then((found) => {
      if (!controller.signal.aborted) setPlans(found)
    })
    return () => controller.abort()
  }, [job, open])
  return plans
}

/** What the server answers where there is nothing to be done. */
const NOTHING = 409

async function planAll(job: Job, signal: AbortSignal): Promise<JobPlans> {
  const asked = await fetchJson<{ requests: PlanRequest[] }>(`/api/schedule/${job}/requests`, signal)
  if (!asked.ok) return { phase: 'failed', message: asked.message }
  const plans: JobPlan[] = []
  for (const request of asked.value.requests) {
    if (signal.aborted) break
    const planned = await postJson<PlanSummary>('/api/recovery/plans', request)
    if (planned.ok) plans.push({ kind: 'plan', request, plan: planned.value })
    else if (planned.status === NOTHING) plans.push({ kind: 'nothing', request, why: planned.message })
    else return { phase: 'failed', message: planned.message }
  }
  return { phase: 'ready', plans }
}
