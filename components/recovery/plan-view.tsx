import { Terminal, TriangleAlert, Undo2 } from 'lucide-react'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { PlanOmission, PlanSummary } from '#lib/model/plan.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { PlanItems } from './plan-items.tsx'
import { freesSentence, planNumbers, undoWords } from './plan-words.ts'

/** All that a plan does, what it leaves out and why, and the same from a shell. */
export function PlanView({ plan }: { plan: PlanSummary }) {
  const frees = freesSentence(plan)
  return (
    <div className="flex min-h-0 flex-col gap-3 overflow-auto overscroll-contain p-4">
      <p>
        {planNumbers(plan)}.{frees !== null && ` ${frees}`}
        {plan.omitted > 0 && ` Left out, for the reasons below: ${formatCount(plan.omitted)}.`}
      </p>
      <Reversibility plan={plan} />
      <PlanItems action={plan.action} items={plan.shown} total={plan.items} />
      {plan.omitted > 0 && <Omitted shown={plan.shownOmitted} total={plan.omitted} />}
      <p className="flex min-w-0 items-start gap-1 text-[13px] text-muted">
        <Terminal size={14} className="mt-1 shrink-0" aria-hidden />
        <span className="sr-only">The same from a shell: </span>
        {/* It may name a thousand sessions: what it does stands above. */}
        <code
          tabIndex={0}
          className="max-h-21 min-w-0 overflow-auto overscroll-contain py-0.5 font-mono break-all"
        >
          {printable(plan.command)}
        </code>
        <CopyButton text={plan.command} label="Copy the command" />
      </p>
    </div>
  )
}

function Reversibility({ plan: { action, reversible } }: { plan: PlanSummary }) {
  return reversible ? (
    <p className="flex items-center gap-2">
      <Undo2 size={16} className="shrink-0 text-active" aria-hidden />
      This can be undone: {undoWords(action)}
    </p>
  ) : (
    <p className="flex items-center gap-2 font-semibold text-failed">
      <TriangleAlert size={16} className="shrink-0" aria-hidden />
      This cannot be undone: these files are gone for good.
    </p>
  )
}

/** So few that nobody needs to open a list of them. */
const FEW = 3

function Omitted({ shown, total }: { shown: readonly PlanOmission[]; total: number }) {
  return (
    <details open={total <= FEW} className="rounded-md border">
      <summary className="px-3 py-2">Left out: {formatQuantity(total, 'item')}</summary>
      <ul className="border-t">
        {shown.map(({ name, reason }) => (
          <li key={`${name} ${reason}`} className="border-b px-3 py-1.5 last:border-0">
            <span className="font-mono text-[13px] break-all">{printable(name)}</span>
            <span className="block break-words text-muted">{revealHidden(reason)}</span>
          </li>
        ))}
        {total > shown.length && (
          <li className="px-3 py-2 text-muted">And {formatCount(total - shown.length)} more.</li>
        )}
      </ul>
    </details>
  )
}
