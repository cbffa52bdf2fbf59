import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { formatKeeping } from '#lib/format/duration.ts'
import { formatCount } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { KIND_NAMES, partWords, retentionSentence, trashWords } from '#lib/format/retention-words.ts'
import type { JobView } from '#lib/model/job-run.ts'
import { RETENTION_KINDS, type RetentionKind, type RetentionPreview } from '#lib/model/retention.ts'
import type { Fetched } from '../live/fetch-json.ts'
import { Panel } from '../ui/panel.tsx'
import { ActionButton } from './action-button.tsx'
import { PanelFault } from './panel-fault.tsx'

const TITLE = 'Retention'

/** The clean-up that runs by itself; `isFirst`: none has been yet. */
export type CleanUp = Pick<JobView, 'nextAtMs' | 'waits'> & { isFirst: boolean }

/** `cleanUp` is `null` where nobody can tell. */
type Props = { preview: Fetched<RetentionPreview>; cleanUp: CleanUp | null }

/** What has been kept for long enough and goes with the next run, and what is left alone. */
export function RetentionPanel({ preview, cleanUp }: Props) {
  if (!preview.ok) return <PanelFault title={TITLE} message={preview.message} />
  const { parts, packed } = preview.value
  const isIdle = packed.logs === 0 && parts.every(({ kind }) => kind === 'trash')
  return (
    <Panel title={TITLE}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-4 py-2">
        <p className="min-w-0 flex-1 basis-72">
          {retentionSentence(preview.value, cleanUp?.waits === null ? cleanUp.nextAtMs : null)}
          {cleanUp?.isFirst === true && ' It is the first that runs by itself.'}
        </p>
        {!isIdle && <ActionButton request={{ action: 'free_space' }}>Free space now…</ActionButton>}
      </div>
      {cleanUp !== null && cleanUp.waits !== null && <Waits words={cleanUp.waits} />}
      <dl className="grid gap-x-8 px-4 py-2 md:grid-cols-2">
        {RETENTION_KINDS.map((kind) => (
          <Kind key={kind} kind={kind} preview={preview.value} />
        ))}
      </dl>
      <Kept preview={preview.value} />
    </Panel>
  )
}

function Waits({ words }: { words: string }) {
  return (
    <p role="note" className="flex items-start gap-2 border-b px-4 py-2">
      <TriangleAlert size={16} className="mt-0.5 shrink-0 text-stale" aria-hidden />
      <span className="min-w-0 break-words">
        {revealHidden(words)}{' '}
        <Link href="/settings" className="text-accent underline">
          To the schedule
        </Link>
      </span>
    </p>
  )
}

function Kind({ kind, preview }: { kind: RetentionKind; preview: RetentionPreview }) {
  const { retention, parts, consented } = preview
  const part = parts.find((one) => one.kind === kind)
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 py-1">
      <dt className="w-40">{KIND_NAMES[kind]}</dt>
      <dd className="w-32 whitespace-nowrap text-muted">kept for {formatKeeping(retention[kind])}</dd>
      <dd className={part === undefined ? 'text-muted' : ''}>
        {part === undefined ? 'nothing to remove' : partWords(part)}
        {part !== undefined && kind === 'trash' && (
          <span className="text-muted">: {trashWords(consented)}</span>
        )}
      </dd>
    </div>
  )
}

function Kept({ preview: { kept, keptMore } }: { preview: RetentionPreview }) {
  if (kept.length === 0) return null
  return (
    <details className="border-t">
      <summary className="px-4 py-2 text-muted hover:text-text max-md:py-3">
        Left alone: {formatCount(kept.length + keptMore)}
      </summary>
      <ul>
        {kept.map(({ name, reason }) => (
          <li key={name} className="flex flex-wrap items-baseline gap-x-3 border-t px-4 py-1.5">
            <span className="min-w-0 font-mono text-[13px] break-all">{printable(name)}</span>
            <span className="min-w-0 text-muted wrap-anywhere">{revealHidden(reason)}</span>
          </li>
        ))}
        {keptMore > 0 && <li className="border-t px-4 py-2 text-muted">And {formatCount(keptMore)} more.</li>}
      </ul>
    </details>
  )
}
