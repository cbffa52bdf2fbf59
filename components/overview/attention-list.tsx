import { FileWarning, ShieldCheck } from 'lucide-react'
import { formatCount } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Problem, StrayProblems } from '#lib/model/problem.ts'
import type { Session } from '#lib/model/session.ts'
import { Age } from '../live/age.tsx'
import { useRole } from '../live/role.tsx'
import type { LiveSessionList } from '../live/use-session-list.ts'
import { ActionButton } from '../recovery/action-button.tsx'
import { SessionLink } from '../sessions/session-link.tsx'
import { StateBadge } from '../sessions/state-badge.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { MoreLink } from '../ui/more-link.tsx'
import { Panel } from '../ui/panel.tsx'

type Props = { stale: LiveSessionList; failed: LiveSessionList; strays: StrayProblems }

/** Of each kind, so that none hides another. */
const SHOWN = 5

/** Stale sessions, the longest quiet first, then what failed lately, then broken files that belong to no session. */
export function AttentionList({ stale, failed, strays }: Props) {
  const total = stale.total + failed.total + strays.total
  const acts = useRole() === 'owner' && stale.total > 0
  return (
    <Panel title="Needs attention" aside={total > 0 ? asideOf({ stale, failed, strays }) : undefined}>
      <ListError list={stale.error === null ? failed : stale} />
      {total === 0 ? (
        <EmptyState icon={ShieldCheck} title="Nothing needs you">
          Sessions that go quiet or fail are listed here, and files that cannot be read.
        </EmptyState>
      ) : (
        <ul data-acts={acts}>
          {[...stale.rows.slice(0, SHOWN), ...failed.rows.slice(0, SHOWN)].map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
          {strays.shown.slice(0, SHOWN).map((problem) => (
            <ProblemItem key={problem.path} problem={problem} />
          ))}
        </ul>
      )}
      <Footer stale={stale.total} failed={failed.total} acts={acts} />
    </Panel>
  )
}

/** Where the rest is, and what cleans up all that is stale. */
function Footer({ stale, failed, acts }: { stale: number; failed: number; acts: boolean }) {
  const offersAll = acts && stale > 1
  if (stale <= SHOWN && failed <= SHOWN && !offersAll) return null
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
      {offersAll && (
        <ActionButton
          className="my-1 mr-4 ml-auto max-md:ml-4"
          // All that are counted here, however short they have been quiet: the dialog names each.
          request={{ action: 'clean_up', sessions: null, quietForMs: 0 }}
        >
          {`Clean up all ${formatCount(stale)} stale…`}
        </ActionButton>
      )}
    </div>
  )
}

function asideOf({ stale, failed, strays }: Props): string {
  const parts: [number, string][] = [
    [stale.total, 'stale'],
    [failed.total, 'failed'],
    [strays.total, strays.total === 1 ? 'broken file' : 'broken files'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${formatCount(count)} ${what}`)
    .join(', ')
}

const ITEM = 'attention-item border-b last:border-0'
const EVIDENCE = 'line-clamp-2 min-w-0 break-words text-muted [grid-area:evidence] lg:line-clamp-1'

function SessionItem({ session: { id, state, reason, lastActivityAtMs } }: { session: Session }) {
  return (
    <li className={ITEM}>
      <span className="[grid-area:state]">
        <StateBadge state={state} />
      </span>
      <span className="flex min-w-0 [grid-area:id]">
        <SessionLink id={id} />
      </span>
      <span className={EVIDENCE} title={revealHidden(reason.evidence)}>
        {revealHidden(reason.evidence)}
      </span>
      <span className="text-right whitespace-nowrap text-muted [grid-area:age]">
        <Age atMs={lastActivityAtMs} />
      </span>
      {state === 'stale' && (
        <span className="justify-self-end [grid-area:action] md:-my-1">
          <ActionButton
            label={`Clean up ${printable(id)}`}
            request={{ action: 'clean_up', sessions: [id], quietForMs: null }}
          >
            Clean up
          </ActionButton>
        </span>
      )}
    </li>
  )
}

function ProblemItem({ problem: { path, detail } }: { problem: Problem }) {
  return (
    <li className={ITEM}>
      <span className="flex items-center gap-1.5 text-stale [grid-area:state]">
        <FileWarning size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
        File
      </span>
      <span
        className="flex min-w-0 items-center gap-1 font-mono text-[13px] [grid-area:id]"
        title={printable(path)}
      >
        <span className="truncate">{printable(path)}</span>
        <CopyButton text={path} label="Copy the path" />
      </span>
      <span className={EVIDENCE} title={revealHidden(detail)}>
        {revealHidden(detail)}
      </span>
    </li>
  )
}
