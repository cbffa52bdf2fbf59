import { ArrowLeft, Terminal, Trash2, Undo2, Wrench } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { quoteForShell } from '#lib/format/shell.ts'
import { usageWords } from '#lib/format/usage-words.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Pin } from '#lib/model/pin.ts'
import type { Session, SessionUsage } from '#lib/model/session.ts'
import { Age, Since } from '../live/age.tsx'
import type { Fetched } from '../live/fetch-json.ts'
import { Time } from '../live/time.tsx'
import { ActionButton } from '../recovery/action-button.tsx'
import { operationTitle } from '../recovery/plan-words.ts'
import { ErrorCount, ResultCount } from '../sessions/session-columns.tsx'
import { StateBadge } from '../sessions/state-badge.tsx'
import { WaitingNote } from '../sessions/waiting-note.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { PinLine } from './pin-line.tsx'

type Props = {
  session: Session
  movedBy: Operation | null
  /** `null` where nobody keeps it. */
  pin: Fetched<Pin | null>
}

/** What the session is called, what state it is in and why, and its numbers. */
export function SessionHead({ session, movedBy, pin }: Props) {
  const command = `trinitas health ${quoteForShell(session.id)}`
  return (
    <header className="panel flex flex-col gap-3 p-4">
      <Link href="/sessions" className="inline-flex items-center gap-1 self-start text-muted hover:text-text">
        <ArrowLeft size={14} aria-hidden />
        All sessions
      </Link>
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-mono text-lg font-semibold break-all">{printable(session.id)}</h1>
        <CopyButton text={session.id} label="Copy the id" />
        <StateBadge state={session.state} />
        <span className="text-muted">{session.integrated ? 'Integrated' : 'Not integrated'}</span>
        {session.state === 'stale' && (
          <ActionButton
            className="ml-auto"
            request={{ action: 'recover', sessions: [session.id], quietForMs: null }}
          >
            <Wrench size={14} aria-hidden />
            Recover…
          </ActionButton>
        )}
        {session.state === 'failed' && movedBy !== null && (
          <ActionButton className="ml-auto" request={{ action: 'undo', operation: movedBy.id }}>
            <Undo2 size={14} aria-hidden />
            {`Undo: ${operationTitle(movedBy)}…`}
          </ActionButton>
        )}
        {(session.state === 'failed' || session.state === 'completed') && (
          <ActionButton
            className={session.state === 'failed' && movedBy !== null ? '' : 'ml-auto'}
            request={{ action: 'trash_sessions', sessions: [session.id] }}
          >
            <Trash2 size={14} aria-hidden />
            Move to trash…
          </ActionButton>
        )}
      </div>
      <p className="break-words text-muted">
        {revealHidden(session.reason.evidence)}
        {session.reason.thresholdMs !== null &&
          ` The limit is ${formatDuration(session.reason.thresholdMs)}.`}
      </p>
      <WaitingNote session={session} cut={false} />
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Fact label="Results">
          <ResultCount {...session} />
        </Fact>
        <Fact label="Errors">
          <ErrorCount errors={session.errors} />
        </Fact>
        <Fact label="Started">
          <Time atMs={session.startedAtMs} />
        </Fact>
        <Fact label="Last activity">
          <Age atMs={session.lastActivityAtMs} />
        </Fact>
        <Fact label="Duration">
          {session.work === null ? formatDuration(session.durationMs) : <Since atMs={session.startedAtMs} />}
        </Fact>
        <Fact label="Size">{formatBytes(session.sizeBytes)}</Fact>
        {session.usage !== null && <UsageFact usage={session.usage} results={session.results} />}
        {session.projects.length > 0 && (
          <Fact label={session.projects.length === 1 ? 'Project' : 'Projects'}>
            <span className="font-mono text-[13px] break-all">{printable(session.projects.join(', '))}</span>
          </Fact>
        )}
      </dl>
      {pin.ok && <PinLine sessionId={session.id} pin={pin.value} />}
      <p className="flex min-w-0 items-center gap-1 text-[13px] text-muted">
        <Terminal size={14} className="shrink-0" aria-hidden />
        <code className="truncate font-mono">{printable(command)}</code>
        <CopyButton text={command} label="Copy the command" />
      </p>
    </header>
  )
}

/** Of the results that say so, which need not be all. */
function UsageFact({ usage, results }: { usage: SessionUsage; results: number }) {
  const { models } = usage
  const partial = usage.results < results ? ` (of ${usage.results} of ${results} results)` : ''
  return (
    <>
      <Fact label="Tokens and tools">{`${usageWords(usage).join(', ') || '–'}${partial}`}</Fact>
      {models.length > 0 && (
        <Fact label={models.length === 1 ? 'Model' : 'Models'}>
          <span className="break-all">{printable(models.join(', '))}</span>
        </Fact>
      )}
    </>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
