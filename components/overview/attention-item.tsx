import { FileWarning } from 'lucide-react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Session } from '#lib/model/session.ts'
import { Age } from '../live/age.tsx'
import { ActionButton } from '../recovery/action-button.tsx'
import { LookLink } from '../recovery/repair/look-link.tsx'
import { isRepairable } from '../recovery/repair/repair-href.ts'
import { SessionLink } from '../sessions/session-link.tsx'
import { StateBadge } from '../sessions/state-badge.tsx'
import { WaitingNote } from '../sessions/waiting-note.tsx'
import { CopyButton } from '../ui/copy-button.tsx'

const ITEM = 'attention-item border-b last:border-0'
const EVIDENCE = 'line-clamp-2 min-w-0 break-words text-muted [grid-area:evidence] lg:line-clamp-1'

/** A session that was left, failed or waits in vain, and what cleans it up. */
export function SessionItem({ session }: { session: Session }) {
  const { id, state, reason, lastActivityAtMs } = session
  return (
    <li className={ITEM}>
      <span className="[grid-area:state]">
        <StateBadge state={state} />
      </span>
      <span className="flex min-w-0 [grid-area:id]">
        <SessionLink id={id} />
      </span>
      {state === 'active' ? (
        <span className="min-w-0 [grid-area:evidence]">
          <WaitingNote session={session} cut />
        </span>
      ) : (
        <span className={EVIDENCE} title={revealHidden(reason.evidence)}>
          {revealHidden(reason.evidence)}
        </span>
      )}
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

/** A broken file that belongs to no session. */
export function ProblemItem({ problem: { path, code, detail } }: { problem: Problem }) {
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
      {isRepairable(code) && (
        <span className="flex justify-end [grid-area:age]">
          <LookLink path={path} />
        </span>
      )}
    </li>
  )
}
