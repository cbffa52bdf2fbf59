import { CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { formatCount } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Drift } from '#lib/model/plan.ts'
import { Button } from '../ui/button.tsx'
import { ItemOutcomes } from './item-outcomes.tsx'
import type { PlanState } from './plan-state.ts'
import { operationTitle } from './plan-words.ts'

type Shown = Exclude<PlanState, { phase: 'idle' | 'ready' }>
type Props = {
  state: Shown
  wayOut: RefObject<HTMLButtonElement | null>
  onAskAgain: () => void
  onClose: () => void
}

/** Before a plan is there and after it was confirmed: what is waited for, how far it is, and what did not go well. */
export function PlanOutcome({ state, wayOut, onAskAgain, onClose }: Props) {
  return (
    <>
      <div className="flex min-h-0 flex-col gap-3 overflow-auto overscroll-contain p-4">
        <Said state={state} />
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
        {state.phase === 'running' && (
          <span className="mr-auto text-[13px] text-muted">It goes on when this is closed.</span>
        )}
        <Button ref={wayOut} onClick={onClose}>
          {state.phase === 'planning' ? 'Cancel' : 'Close'}
        </Button>
        {state.phase === 'refused' && <Button onClick={onAskAgain}>Make a new plan</Button>}
        {state.phase === 'failed' && <Button onClick={onAskAgain}>Try again</Button>}
      </footer>
    </>
  )
}

function Said({ state }: { state: Shown }) {
  switch (state.phase) {
    case 'planning':
      return <p role="status">Looking at what is on disk…</p>
    case 'running':
      return (
        <>
          <p role="status">
            {formatCount(state.done)} of {formatCount(state.plan.items)} done…
          </p>
          <progress
            aria-label="Progress"
            className="progress"
            value={state.done}
            max={Math.max(1, state.plan.items)}
          />
          <ItemOutcomes items={state.notDone} />
        </>
      )
    case 'refused':
      return (
        <>
          <Fault icon={<TriangleAlert size={16} aria-hidden />} color="text-stale">
            {state.message}
          </Fault>
          <DriftList drift={state.drift} />
        </>
      )
    case 'failed':
      return (
        <Fault icon={<CircleX size={16} aria-hidden />} color="text-failed">
          {state.message}
        </Fault>
      )
    case 'done': {
      const { items, status } = state.operation
      // The dialog is about to close, and what was done is told outside of it.
      if (status === 'done') return null
      return (
        <>
          <Fault icon={<CircleX size={16} aria-hidden />} color="text-failed">
            {operationTitle(state.operation)}.
          </Fault>
          <ItemOutcomes items={items.filter(({ outcome }) => outcome !== 'done')} />
        </>
      )
    }
  }
}

function Fault({ icon, color, children }: { icon: ReactNode; color: string; children: ReactNode }) {
  return (
    <p role="alert" className="flex items-start gap-2">
      <span className={`mt-0.5 shrink-0 ${color}`}>{icon}</span>
      <span className="min-w-0 break-words">
        {typeof children === 'string' ? revealHidden(children) : children}
      </span>
    </p>
  )
}

function DriftList({ drift }: { drift: readonly Drift[] }) {
  if (drift.length === 0) return null
  return (
    <ul aria-label="What changed" className="rounded-md border">
      {drift.map(({ name, changes }) => (
        <li key={name} className="border-b px-3 py-2 last:border-0">
          <span className="font-mono text-[13px] break-all">{printable(name)}</span>
          {changes.map((change) => (
            <span key={change} className="block break-words text-muted">
              {revealHidden(change)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
