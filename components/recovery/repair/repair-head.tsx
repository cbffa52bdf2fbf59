import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { RepairFinding, RepairPreview } from '#lib/model/repair.ts'
import { Age } from '../../live/age.tsx'
import { SessionLink } from '../../sessions/session-link.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ActionButton } from '../action-button.tsx'
import { FindingBadge } from './finding-badge.tsx'
import type { RepairJudgement } from './judge-repair.ts'

type Props = { preview: RepairPreview; judgement: RepairJudgement; path: string }

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Which file it is, what was found in it, what would be done, and the buttons that do it. */
export function RepairHead({ preview: { target, stamp, finding }, judgement, path }: Props) {
  const { found, would, offers } = judgement
  const missing = finding.kind === 'cut' ? finding.missing : null
  return (
    <header className="panel flex flex-col gap-3 p-4">
      <BackLink />
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-mono text-lg font-semibold break-all">{printable(nameOf(target.path))}</h1>
        <FindingBadge kind={finding.kind} />
      </div>
      <div className="flex flex-col gap-1">
        <p className="break-words">{revealHidden(found)}</p>
        {missing !== null && <p className="break-words text-stale">{revealHidden(missing)}</p>}
        <p className="break-words text-muted">{revealHidden(would)}</p>
      </div>
      <div className="flex flex-wrap gap-2 empty:hidden">
        {offers.map(({ words, request }) => (
          <ActionButton key={words} request={request}>
            {words}
          </ActionButton>
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {target.sessionId !== null && (
          <Fact label="Session">
            <SessionLink id={target.sessionId} />
          </Fact>
        )}
        {target.agent !== null && <Fact label="Agent">{printable(target.agent)}</Fact>}
        {stamp !== null && <Fact label="Size">{sizesOf(stamp.sizeBytes, finding)}</Fact>}
        {stamp !== null && (
          <Fact label="Last change">
            <Age atMs={stamp.modifiedAtMs} />
          </Fact>
        )}
        <Fact label="Path">
          <span className="flex items-center gap-1 font-mono text-[13px]">
            <span className="break-all">{printable(target.path)}</span>
            <CopyButton text={path} label="Copy the path" />
          </span>
        </Fact>
      </dl>
    </header>
  )
}

export const BackLink = () => (
  <Link
    href="/recovery"
    className="inline-flex items-center gap-1 self-start text-muted hover:text-text max-md:-my-3 max-md:py-3"
  >
    <ArrowLeft size={14} aria-hidden />
    Recovery
  </Link>
)

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd className="flex min-h-6 min-w-0 items-center">{children}</dd>
    </div>
  )
}

/** "812 B, then 813 B" */
function sizesOf(sizeBytes: number, finding: RepairFinding): string {
  const after =
    finding.kind === 'cut'
      ? finding.sizeBytes
      : 'proposal' in finding
        ? finding.proposal?.sizeBytes
        : undefined
  return after === undefined
    ? formatBytes(sizeBytes)
    : `${formatBytes(sizeBytes)}, then ${formatBytes(after)}`
}
