'use client'

import { useEffect, useState } from 'react'
import type { JobPlan } from '#lib/model/job-run.ts'
import type { Job } from '#lib/model/schedule.ts'
import { postJson } from '../live/fetch-json.ts'

export type JobPlans =
  | { phase: 'planning' }
  | { phase: 'failed'; message: string }
  | { phase: 'ready'; plans: JobPlan[] }

/** What a job would do now, plan by plan, while its dialog is open. */
export function useJobPlans(job: Job, open: boolean): JobPlans {
  const [plans, setPlans] = useState<JobPlans>({ phase: 'planning' })
  useEffect(() => {
    if (!open) return
    let wanted = true
    setPlans({ phase: 'planning' })
    void postJson<{ plans: JobPlan[] }>(`/api/schedule/${job}/plans`, {}).then((answer) => {
      if (!wanted) return
      setPlans(
        answer.ok
          ? { phase: 'ready', plans: answer.value.plans }
          : { phase: 'failed', message: answer.message },
      )
    })
    return () => {
      wanted = false
    }
  }, [job, open])
  return plans
}
