import type { Issue, Remedy } from '#lib/model/issue.ts'
import type { PlanRequest, Recovery } from '#lib/model/recovery.ts'
import type { CarriedOut } from './carry-out.ts'

/** How one thing that was wrong was mended. */
export type Mended = { action: PlanRequest['action']; carried: CarriedOut }

export type Mend = { title: string; request: PlanRequest }

export type Mending = {
  /** Sessions that were quiet for so long are incomplete. */
  quietForMs: number
  /** What is wrong by now. */
  issues: () => Promise<Issue[]>
  consent: Recovery['consent']
  carry: (mend: Mend) => Promise<CarriedOut>
  /** Whether what one run leaves to the next is done as well. */
  goesOn: boolean
}

/**
 * What may be mended, in this order: files can be read before their sessions are moved or merged, and modes are set when
 * nothing moves any more.
 */
const order = (quietForMs: number): (Mend & { remedies: readonly Remedy[] })[] => [
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

/** What would be asked for about these issues, were nothing to change on the way. */
export const mendsOf = (
  issues: readonly Issue[],
  { quietForMs, consent }: Pick<Mending, 'quietForMs' | 'consent'>,
): Mend[] =>
  order(quietForMs).filter(
    ({ remedies, request }) =>
      issues.some(({ action }) => action !== null && remedies.includes(action)) &&
      // What is final asks for consent beforehand, and is nothing that somebody is asked for in passing.
      (request.action !== 'trash_purge' || consent() !== null),
  )

/** Whatever is wrong and may be mended, one operation after the other. Each can be taken back by itself. */
export async function mendIssues(issues: readonly Issue[], mending: Mending): Promise<Mended[]> {
  const mended: Mended[] = []
  let open = issues
  for (const { title } of order(mending.quietForMs)) {
    const mend = mendsOf(open, mending).find((one) => one.title === title)
    if (mend === undefined) continue
    for (let goesOn = true; goesOn; ) {
      const carried = await mending.carry(mend)
      mended.push({ action: mend.request.action, carried })
      goesOn = mending.goesOn && isMoreToCome(carried)
    }
    open = await mending.issues()
  }
  return mended
}

/** Whether one run took all that it may, and left the rest to the next. */
const isMoreToCome = (carried: CarriedOut): boolean =>
  carried.kind === 'done' &&
  carried.operation.status === 'done' &&
  carried.plan.omitted.some(({ later }) => later === true)
