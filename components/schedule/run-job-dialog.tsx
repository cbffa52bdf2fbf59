'use client'

import { useRef, useState } from 'react'
import { JOB_NAMES, JOB_SENTENCES } from '#lib/format/schedule-words.ts'
import type { Job } from '#lib/model/schedule.ts'
import { postJson } from '../live/fetch-json.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { ConfirmBody } from '../ui/confirm-body.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { DialogFrame } from '../ui/dialog-frame.tsx'
import { JobPlanList } from './job-plan-list.tsx'
import { type JobPlans, useJobPlans } from './use-job-plans.ts'

type Props = { job: Job; open: boolean; onBegun: () => Promise<void>; onClose: () => void }

/** Says what a job would do now, item by item, and begins it. */
export function RunJobDialog({ job, open, onBegun, onClose }: Props) {
  const wayOut = useRef<HTMLButtonElement>(null)
  const plans = useJobPlans(job, open)
  const [fault, setFault] = useState<string | null>(null)
  const run = async (): Promise<void> => {
    const answer = await postJson<unknown>(`/api/schedule/${job}/run`, { confirm: true })
    if (!answer.ok) return setFault(answer.message)
    onClose()
    await onBegun()
  }
  return (
    <DialogFrame
      open={open}
      title={`Run now: ${JOB_NAMES[job]}`}
      wayOut={wayOut}
      onOpen={() => setFault(null)}
      onClose={onClose}
    >
      <ConfirmBody
        wayOut={wayOut}
        fault={fault}
        actions={
          <ConfirmButton tone={isFinal(plans) ? 'final' : 'plain'} disabled={plans.phase !== 'ready'}>
            Run now
          </ConfirmButton>
        }
        onConfirm={() => void run()}
        onClose={onClose}
      >
        <p>{JOB_SENTENCES[job]}</p>
        <JobPlanList plans={plans} job={job} />
        <CommandLine command={`trinitas schedule run ${job} --now`} />
      </ConfirmBody>
    </DialogFrame>
  )
}

const isFinal = (plans: JobPlans): boolean =>
  plans.phase === 'ready' && plans.plans.some((one) => one.kind === 'plan' && !one.plan.reversible)
