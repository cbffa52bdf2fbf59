'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import { JOB_NAMES, JOB_SENTENCES } from '#lib/format/schedule-words.ts'
import type { Job } from '#lib/model/schedule.ts'
import { postJson } from '../live/fetch-json.ts'
import { Button } from '../ui/button.tsx'
import { CommandLine } from '../ui/command-line.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { JobPlanList } from './job-plan-list.tsx'
import { type JobPlans, useJobPlans } from './use-job-plans.ts'

type Props = { job: Job; open: boolean; onBegun: () => Promise<void>; onClose: () => void }

/** Says what a job would do now, item by item, and begins it. */
export function RunJobDialog({ job, open, onBegun, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const wayOut = useRef<HTMLButtonElement>(null)
  const titleId = useId()
  const plans = useJobPlans(job, open)
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    if (!open) return dialog.current?.close()
    setFault(null)
    dialog.current?.showModal()
    wayOut.current?.focus()
  }, [open])
  const run = async (): Promise<void> => {
    const answer = await postJson<unknown>(`/api/schedule/${job}/run`, { confirm: true })
    if (!answer.ok) return setFault(answer.message)
    onClose()
    await onBegun()
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={() => dialog.current?.open === false && onClose()}
      className="panel m-auto max-h-[calc(100dvh-24px)] w-[44rem] max-w-[calc(100vw-24px)] flex-col p-0 text-text shadow-lg backdrop:bg-black/40 open:flex"
    >
      <h2 id={titleId} className="border-b px-4 py-3 text-lg font-semibold">
        Run now: {JOB_NAMES[job]}
      </h2>
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          void run()
        }}
      >
        <div className="flex min-h-0 flex-col gap-3 overflow-auto overscroll-contain p-4">
          <p>{JOB_SENTENCES[job]}</p>
          <JobPlanList plans={plans} job={job} />
          <CommandLine command={`trinitas schedule run ${job} --now`} />
          {fault !== null && (
            <p role="alert" className="break-words text-failed">
              {revealHidden(fault)}
            </p>
          )}
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
          <Button ref={wayOut} onClick={onClose}>
            Cancel
          </Button>
          <ConfirmButton tone={isFinal(plans) ? 'final' : 'plain'} disabled={plans.phase !== 'ready'}>
            Run now
          </ConfirmButton>
        </footer>
      </form>
    </dialog>
  )
}

const isFinal = (plans: JobPlans): boolean =>
  plans.phase === 'ready' && plans.plans.some((one) => one.kind === 'plan' && !one.plan.reversible)
