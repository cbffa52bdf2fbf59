import type { Issue } from '#lib/model/issue.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { type CarriedOut, type Mended, mendIssues } from '#lib/monitor.ts'
import { carryOut } from './carry-out.ts'
import { outcomeLines } from './plan-lines.ts'
import { heading, print } from './print.ts'
import type { Opened } from './with-recovery.ts'

export type Mending = {
  /** Sessions that were quiet for so long are incomplete. */
  quietForMs: number
  /** Nothing but the report is printed. */
  quiet: boolean
  yes: boolean
}

/** Those that are not snoozed. */
export async function openIssues({ recovery, monitor }: Opened): Promise<Issue[]> {
  return recovery
    .withSnoozes(await monitor().issues())
    .filter(({ snoozedUntilMs }) => snoozedUntilMs === null)
}

/** Whatever is wrong and may be mended, one operation after the other. Each can be taken back by itself. */
export function mendAll(opened: Opened, issues: readonly Issue[], how: Mending): Promise<Mended[]> {
  return mendIssues(issues, {
    quietForMs: how.quietForMs,
    issues: () => openIssues(opened),
    consent: opened.recovery.consent,
    carry: ({ title, request }) => carry(opened, title, request, how),
    goesOn: how.yes,
  })
}

/** Sessions that are named, to failed/. */
export async function mendSessions(
  opened: Opened,
  sessions: readonly string[],
  how: Mending,
): Promise<Mended[]> {
  const request: PlanRequest = { action: 'recover', sessions: [...sessions], quietForMs: how.quietForMs }
  return [{ action: 'recover', carried: await carry(opened, 'Sessions', request, how) }]
}

async function carry(
  { recovery, renew }: Opened,
  title: string,
  request: PlanRequest,
  { quiet, yes }: Mending,
): Promise<CarriedOut> {
  if (!quiet) print(heading(title))
  const carried = await carryOut({ recovery, request, yes, quiet, yesOption: '--auto-fix' })
  if (carried.kind === 'done') await renew()
  if (quiet) return carried
  if (carried.kind === 'nothing') print(carried.reason)
  if (carried.kind === 'declined') print('Nothing was changed.')
  for (const line of carried.kind === 'done' ? outcomeLines(carried.operation) : []) print(line)
  print()
  return carried
}
