import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { formatCount } from '#lib/format/number.ts'
import { revealHidden } from '#lib/format/printable.ts'
import type { Session } from '#lib/model/session.ts'
import type { SessionSort } from '#lib/model/session-sort.ts'
import { Age, Since } from '../live/age.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { SessionLink } from './session-link.tsx'
import { StateBadge } from './state-badge.tsx'
import { WaitingNote } from './waiting-note.tsx'

export type SessionColumn = {
  sort: SessionSort
  label: string
  align: 'left' | 'right'
  render: (session: Session, options: CellOptions) => ReactNode
}

/** Within a grid that has keys of its own, its cells are not stops of the tab key. */
type CellOptions = { tabbable: boolean }

/** The columns of every table of sessions, in their order. */
export const SESSION_COLUMNS: readonly SessionColumn[] = [
  {
    sort: 'state',
    label: 'State',
    align: 'left',
    render: ({ state, reason }) => <StateBadge state={state} reason={revealHidden(reason.evidence)} />,
  },
  {
    sort: 'id',
    label: 'Session',
    align: 'left',
    render: (session, options) => <SessionName session={session} {...options} />,
  },
  { sort: 'results', label: 'Results', align: 'right', render: (session) => <ResultCount {...session} /> },
  { sort: 'errors', label: 'Errors', align: 'right', render: ({ errors }) => <ErrorCount errors={errors} /> },
  {
    sort: 'started',
    label: 'Started',
    align: 'right',
    render: ({ startedAtMs }) => <Age atMs={startedAtMs} />,
  },
  {
    sort: 'lastActivity',
    label: 'Last activity',
    align: 'right',
    render: ({ lastActivityAtMs }) => <Age atMs={lastActivityAtMs} />,
  },
  {
    sort: 'duration',
    label: 'Duration',
    align: 'right',
    render: ({ work, startedAtMs, durationMs }) =>
      work === null ? formatDuration(durationMs) : <Since atMs={startedAtMs} />,
  },
  { sort: 'size', label: 'Size', align: 'right', render: ({ sizeBytes }) => formatBytes(sizeBytes) },
  {
    sort: 'integrated',
    label: 'Integrated',
    align: 'left',
    render: ({ integrated }) => <YesNo yes={integrated} />,
  },
]

/** What a session is called and, while it waits for an agent, for whom. */
function SessionName({ session, tabbable }: { session: Session } & CellOptions) {
  if (session.work === null) return <SessionId id={session.id} tabbable={tabbable} />
  return (
    <span className="flex min-w-0 items-center gap-3">
      <span className="max-w-[65%] shrink-0">
        <SessionId id={session.id} tabbable={tabbable} />
      </span>
      <WaitingNote session={session} cut />
    </span>
  )
}

function SessionId({ id, tabbable }: { id: string } & CellOptions) {
  const tabIndex = tabbable ? 0 : -1
  return (
    <span className="group/id flex min-w-0 items-center gap-1">
      <SessionLink id={id} tabIndex={tabIndex} />
      {/* Where nothing hovers, a button that cannot be seen would be pressed by mistake. */}
      <span className="opacity-0 group-focus-within/id:opacity-100 group-hover/id:opacity-100 [@media(hover:none)]:hidden">
        <CopyButton text={id} label="Copy the id" tabIndex={tabIndex} />
      </span>
    </span>
  )
}

/** "2 of 3" where somebody recorded how many are expected. */
export function ResultCount({ results, expected }: Pick<Session, 'results' | 'expected'>) {
  if (expected === null) return formatCount(results)
  return `${formatCount(results)} of ${formatCount(expected)}`
}

export function ErrorCount({ errors }: { errors: number }) {
  return (
    <span className={errors > 0 ? 'font-semibold text-failed' : 'text-muted'}>{formatCount(errors)}</span>
  )
}

function YesNo({ yes }: { yes: boolean }) {
  const Icon = yes ? Check : Minus
  return (
    <span className={`flex items-center gap-1.5 pl-3 ${yes ? '' : 'text-muted'}`}>
      <Icon size={14} aria-hidden />
      {yes ? 'Yes' : 'No'}
    </span>
  )
}
