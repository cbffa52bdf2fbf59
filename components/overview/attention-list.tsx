import { FileWarning, ShieldCheck } from 'lucide-react'
import { formatCount } from '#lib/format/number.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Session } from '#lib/model/session.ts'
import { Age } from '../live/age.tsx'
import type { LiveSessionList } from '../live/use-session-list.ts'
import { SessionLink } from '../sessions/session-link.tsx'
import { StateBadge } from '../sessions/state-badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { MoreLink } from '../ui/more-link.tsx'
import { Panel } from '../ui/panel.tsx'

type Props = { running: LiveSessionList; failed: LiveSessionList; problems: readonly Problem[] }

const SHOWN = 12

/** Stale sessions, the longest quiet first, then what failed lately, then files that belong to no session. */
export function AttentionList({ running, failed, problems }: Props) {
  const stale = running.rows.filter((session) => session.state === 'stale').reverse()
  const sessions = [...stale, ...failed.rows]
  const total = stale.length + failed.total + problems.length
  return (
    <Panel title="Needs attention" aside={total > 0 ? formatCount(total) : undefined}>
      <ListError list={failed} />
      {total === 0 ? (
        <EmptyState icon={ShieldCheck} title="Nothing needs you">
          Sessions that go quiet, fail or hold broken files are listed here.
        </EmptyState>
      ) : (
        <ul>
          {sessions.slice(0, SHOWN).map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
          {problems.slice(0, Math.max(0, SHOWN - sessions.length)).map((problem) => (
            <ProblemItem key={problem.path} problem={problem} />
          ))}
        </ul>
      )}
      {total > SHOWN && (
        <MoreLink href="/sessions?state=stale,failed">All stale and failed sessions</MoreLink>
      )}
    </Panel>
  )
}

const ITEM = 'attention-item border-b last:border-0'

function SessionItem({ session: { id, state, reason, lastActivityAtMs } }: { session: Session }) {
  return (
    <li className={ITEM}>
      <span className="[grid-area:state]">
        <StateBadge state={state} />
      </span>
      <span className="flex min-w-0 [grid-area:id]">
        <SessionLink id={id} />
      </span>
      <span className="truncate text-muted [grid-area:evidence]" title={reason.evidence}>
        {reason.evidence}
      </span>
      <span className="text-right whitespace-nowrap text-muted [grid-area:age]">
        <Age atMs={lastActivityAtMs} />
      </span>
    </li>
  )
}

function ProblemItem({ problem: { path, detail } }: { problem: Problem }) {
  return (
    <li className={ITEM}>
      <span className="flex items-center gap-1.5 text-stale [grid-area:state]">
        <FileWarning size={16} aria-hidden />
        File
      </span>
      <span className="truncate font-mono text-[13px] [grid-area:id]" title={path}>
        {path}
      </span>
      <span className="text-muted [grid-area:evidence]">{detail}</span>
    </li>
  )
}
