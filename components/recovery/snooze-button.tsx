'use client'

import type { IssueType } from '#lib/model/issue.ts'
import { useRole } from '../live/role.tsx'
import { Time } from '../live/time.tsx'
import { DurationChoice } from '../ui/duration-choice.tsx'
import { ISSUE_NAMES } from './issue-words.ts'
import { SnoozeFault } from './snooze-fault.tsx'
import { useSnooze } from './use-snooze.ts'

/** Opens to how long an issue may sleep; only an owner has it. */
export function SnoozeButton({ type }: { type: IssueType }) {
  const { fault, snooze } = useSnooze(type)
  if (useRole() !== 'owner') return null
  const name = ISSUE_NAMES[type]
  const sleep = async (untilMs: number): Promise<boolean> => {
    await snooze(
      untilMs,
      <>
        {name}: snoozed until <Time atMs={untilMs} />.
      </>,
    )
    // What sleeps leaves the list, and the notice of that has the focus.
    return false
  }
  return <DurationChoice verb="Snooze" name={name} onChoose={sleep} fault={<SnoozeFault message={fault} />} />
}
