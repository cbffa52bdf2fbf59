import {
  CircleCheck,
  CircleSlash,
  CircleX,
  FileX,
  LoaderCircle,
  type LucideIcon,
  PenLine,
  TimerOff,
} from 'lucide-react'
import { printable } from '#lib/format/printable.ts'
import { shorten } from '#lib/format/shorten.ts'
import type { RunOutcome } from '#lib/model/run.ts'

export const OUTCOMES: Record<RunOutcome, { word: string; icon: LucideIcon; color: string; bar: string }> = {
  running: { word: 'Running', icon: LoaderCircle, color: 'text-active', bar: 'bg-active' },
  writing: { word: 'Being written', icon: PenLine, color: 'text-active', bar: 'bg-active' },
  success: { word: 'Success', icon: CircleCheck, color: 'text-active', bar: 'bg-active' },
  error: { word: 'Error', icon: CircleX, color: 'text-failed', bar: 'bg-failed' },
  timeout: { word: 'Timeout', icon: TimerOff, color: 'text-failed', bar: 'bg-failed' },
  interrupted: { word: 'Interrupted', icon: CircleSlash, color: 'text-stale', bar: 'bg-stale' },
  unreadable: { word: 'Unreadable', icon: FileX, color: 'text-failed', bar: 'bg-failed' },
}

/** A longer word of a file is no word. */
const STATUS_LIMIT_CHARACTERS = 40

/** How a run ended. `status` is the word of its file, shown where it is not one that has a name here. */
export function OutcomeBadge({ outcome, status }: { outcome: RunOutcome; status: string | null }) {
  const { word, icon: Icon, color } = OUTCOMES[outcome]
  const named =
    status === null || status.toLowerCase() === outcome || outcome === 'unreadable' || outcome === 'writing'
  return (
    <span className={`flex items-center gap-1.5 whitespace-nowrap ${color}`}>
      <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
      {named ? word : `${word}: ${printable(shorten(status, STATUS_LIMIT_CHARACTERS))}`}
    </span>
  )
}
