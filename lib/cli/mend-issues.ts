import type { Issue, Remedy } from '#lib/model/issue.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { type CarriedOut, carryOut } from './carry-out.ts'
import { outcomeLines } from './plan-lines.ts'
import { heading, print } from './print.ts'
import type { Opened } from './with-recovery.ts'

/** How one thing that was wrong was mended. */
export type Mended = { action: PlanRequest['action']; carried: CarriedOut }

export type Mending = {
  /** Sessions that were quiet for so long are incomplete. */
  quietForMs: number
  /** Nothing but the report is printed. */
  quiet: boolean
  yes: boolean
}

type Asked = { title: string; remedies: readonly Remedy[]; request: PlanRequest }

/**
 * What may be mended, in this order: files can be read before their sessions are moved or merged, and modes are set when
 * nothing moves any more.
 */
const order = (quietForMs: number): Asked[] => [
  {
    title: 'Repair',
    remedies: ['repair'],
    request: { action: 'repair', files: null, accept: false },
  },
  {
    title: 'Incomplete Sessions',
    remedies: ['recover', 'clean_up'],
    request: { action: 'recover', sessions: null, quietForMs },
  },
  { title: 'Integration', remedies: ['integrate'], request: { action: 'integrate', sessions: null } },
  { title: 'Hooks', remedies: ['fix_hooks'], request: { action: 'fix_hooks' } },
  {
    title: 'Expired Trash',
    remedies: ['free_space'],
    request: { action: 'trash_purge', entries: null, expired: true },
  },
  { title: 'Disk Space', remedies: ['free_space'], request: { action: 'free_space' } },
  { title: 'Permissions', remedies: ['fix_permissions'], request: { action: 'fix_permissions' } },
]

/** Those that are not snoozed. */
export async function openIssues({ recovery, monitor }: Opened): Promise<Issue[]> {
  return recovery
    .withSnoozes(await monitor().issues())
    .filter(({ snoozedUntilMs }) => snoozedUntilMs === null)
}

/** Whatever is wrong and may be mended, one operation after the other. Each can be taken back by itself. */
export async function mendAll(opened: Opened, issues: readonly Issue[], how: Mending): Promise<Mended[]> {
  const mended: Mended[] = []
  let open = issues
  for (const { title, remedies, request } of order(how.quietForMs)) {
    if (!open.some(({ action }) => action !== null && remedies.includes(action))) continue
    // What is final asks for consent beforehand, and is nothing that somebody is asked for in passing.
    if (request.action === 'trash_purge' && opened.recovery.consent() === null) continue
    for (let goesOn = true; goesOn; ) {
      const carried = await carry(opened, title, request, how)
      mended.push({ action: request.action, carried })
      goesOn = how.yes && isMoreToCome(carried)
    }
    open = await openIssues(opened)
  }
  return mended
}

/** Whether one run took all that it may, and left the rest to the next. */
const isMoreToCome = (carried: CarriedOut): boolean =>
  carried.kind === 'done' &&
  carried.operation.status === 'done' &&
  carried.plan.omitted.some(({ later }) => later === true)

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
