'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { JOB_NAMES } from '#lib/format/schedule-words.ts'
import type { Job } from '#lib/model/schedule.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'

/** Loaded when something is first asked for: it shows plans. */
const RunJobDialog = dynamic(() => import('./run-job-dialog.tsx').then((module) => module.RunJobDialog), {
  ssr: false,
})

type Props = { job: Job; isRunning: boolean; onBegun: () => Promise<void> }

/** Opens the dialog that says what a job would do now. Only an owner has it. */
export function RunJobButton({ job, isRunning, onBegun }: Props) {
  const isOwner = useRole() === 'owner'
  const [dialog, setDialog] = useState<'never' | 'open' | 'closed'>('never')
  if (!isOwner) return null
  return (
    <>
      <Button
        aria-haspopup="dialog"
        aria-label={`Run now… ${JOB_NAMES[job]}`}
        // It keeps the focus of whoever just pressed it.
        aria-disabled={isRunning}
        className="whitespace-nowrap aria-disabled:opacity-50"
        onClick={() => !isRunning && setDialog('open')}
      >
        Run now…
      </Button>
      {dialog !== 'never' && (
        <RunJobDialog
          job={job}
          open={dialog === 'open'}
          onBegun={onBegun}
          onClose={() => setDialog('closed')}
        />
      )}
    </>
  )
}
