import { ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { formatCount } from '#lib/format/number.ts'
import type { StrayProblems } from '#lib/model/problem.ts'
import type { Session } from '#lib/model/session.ts'
import { useRole } from '../live/role.tsx'
import type { LiveSessionList } from '../live/use-session-list.ts'
import { ActionButton } from '../recovery/action-button.tsx'
import { cleanUpLabel, countLeftBehind } from '../sessions/left-behind.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { MoreLink } from '../ui/more-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { ProblemItem, SessionItem } from './attention-item.tsx'

/** `silent`: active ones that wait for an agent that hangs. */
type Listed = {
  stale: LiveSessionList
  silent: readonly Session[]
  failed: LiveSessionList
  strays: StrayProblems
}

/** `alerts`: how many are raised, which stand in a list of their own. */
type Props = Listed & { alerts: number }

/** Of each kind, so that none hides another. */
const SHOWN = 5

/** Stale sessions, the longest quiet first, then those that wait in vain, then what failed lately, then broken files that belong to no session. */
export function AttentionList({ stale, silent, failed, strays, alerts }: Props) {
  const total = stale.total + silent.length + failed.total + strays.total
  const acts = useRole() === 'owner' && stale.total > 0
  return (
    <Panel title="Needs attention" aside={total > 0 ? asideOf({ stale, silent, failed, strays }) : undefined}>
      <ListError list={stale.error === null ? failed : stale} />
      {total === 0 ? (
        <EmptyState icon={ShieldCheck} title={alerts === 0 ? 'Nothing needs you' : 'No session needs you'}>
          {alerts > 0 && 'What is raised stands under Alerts. '}
          Sessions that go quiet or fail are listed here, and files that cannot be read. Hooks, permissions
          and disk space are looked at under{' '}
          <Link href="/recovery" className="text-accent underline">
            Recovery
          </Link>
          .
        </EmptyState>
      ) : (
        <ul data-acts={acts}>
          {[stale.rows, silent, failed.rows].flatMap((rows) =>
            rows.slice(0, SHOWN).map((session) => <SessionItem key={session.id} session={session} />),
          )}
          {strays.shown.slice(0, SHOWN).map((problem) => (
            <ProblemItem key={problem.path} problem={problem} />
          ))}
        </ul>
      )}
      {total > 0 && <Footer stale={stale} failed={failed.total} acts={acts} />}
    </Panel>
  )
}

/** Where the rest is, what cleans up all that is stale, and where that is looked for which takes longer. */
function Footer({ stale: list, failed, acts }: { stale: LiveSessionList; failed: number; acts: boolean }) {
  const stale = list.total
  const left = countLeftBehind(list)
  const offersAll = acts && (left ?? stale) > 1
  return (
    <div className="flex flex-wrap items-center border-t">
      {stale > SHOWN && (
        <MoreLink href="/sessions?state=stale&direction=asc">{`All ${formatCount(stale)} stale`}</MoreLink>
      )}
      {failed > SHOWN && (
        <MoreLink href="/sessions?state=failed&within=24h">
          {`All ${formatCount(failed)} failed in the last 24 hours`}
        </MoreLink>
      )}
      <MoreLink href="/recovery">See what else needs you</MoreLink>
      {offersAll && (
        <ActionButton
          className="my-1 mr-4 ml-auto max-md:ml-4"
          // All that are counted here, however short they have been quiet: the dialog names each.
          request={{ action: 'clean_up', sessions: null, quietForMs: 0 }}
        >
          {cleanUpLabel(left, ' stale')}
        </ActionButton>
      )}
    </div>
  )
}

function asideOf({ stale, silent, failed, strays }: Listed): string {
  const parts: [number, string][] = [
    [stale.total, 'stale'],
    [silent.length, 'waiting'],
    [failed.total, 'failed'],
    [strays.total, strays.total === 1 ? 'broken file' : 'broken files'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${formatCount(count)} ${what}`)
    .join(', ')
}
