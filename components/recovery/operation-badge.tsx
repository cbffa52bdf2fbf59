import { CircleCheck, CircleDashed, CircleX, Hourglass, LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ItemOutcome, OperationStatus } from '#lib/model/operation.ts'

type Look = { word: string; icon: LucideIcon; color: string }

const STATUSES: Record<OperationStatus, Look> = {
  running: { word: 'Running', icon: LoaderCircle, color: 'text-accent' },
  done: { word: 'Done', icon: CircleCheck, color: 'text-active' },
  partial: { word: 'In part', icon: CircleDashed, color: 'text-stale' },
  failed: { word: 'Failed', icon: CircleX, color: 'text-failed' },
}

const OUTCOMES: Record<ItemOutcome['outcome'], Look> = {
  done: { word: 'Done', icon: CircleCheck, color: 'text-active' },
  skipped: { word: 'Left out', icon: CircleDashed, color: 'text-stale' },
  failed: { word: 'Failed', icon: CircleX, color: 'text-failed' },
  waiting: { word: 'Unfinished', icon: Hourglass, color: 'text-stale' },
}

export const OperationBadge = ({ status }: { status: OperationStatus }) => <Badge {...STATUSES[status]} />

export const OutcomeBadge = ({ outcome }: { outcome: ItemOutcome['outcome'] }) => (
  <Badge {...OUTCOMES[outcome]} />
)

/** Where the words beside it say the same. */
export function OperationIcon({ status }: { status: OperationStatus }) {
  const { icon: Icon, color } = STATUSES[status]
  return <Icon size={16} strokeWidth={2.25} className={`shrink-0 ${color}`} aria-hidden />
}

function Badge({ word, icon: Icon, color }: Look) {
  return (
    <span className={`flex items-center gap-1.5 whitespace-nowrap ${color}`}>
      <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
      {word}
    </span>
  )
}
