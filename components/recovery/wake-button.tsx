'use client'

import type { IssueType } from '#lib/model/issue.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { ISSUE_NAMES } from './issue-words.ts'
import { SnoozeFault } from './snooze-fault.tsx'
import { useSnooze } from './use-snooze.ts'

/** Ends the sleep of an issue; only an owner has it. */
export function WakeButton({ type }: { type: IssueType }) {
  const { fault, snooze } = useSnooze(type)
  if (useRole() !== 'owner') return null
  const name = ISSUE_NAMES[type]
  return (
    <>
      <Button
        aria-label={`Wake ${name}`}
        className="shrink-0 md:-my-1.5"
        onClick={() => void snooze(null, `${name}: no longer snoozed.`)}
      >
        Wake
      </Button>
      <SnoozeFault message={fault} />
    </>
  )
}
