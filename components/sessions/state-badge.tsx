import { CircleCheck, CircleDot, CircleX, Clock, type LucideIcon } from 'lucide-react'
import type { SessionState } from '#lib/model/session.ts'

export const STATES: Record<SessionState, { word: string; icon: LucideIcon; color: string }> = {
  active: { word: 'Active', icon: CircleDot, color: 'text-active' },
  stale: { word: 'Stale', icon: Clock, color: 'text-stale' },
  failed: { word: 'Failed', icon: CircleX, color: 'text-failed' },
  completed: { word: 'Completed', icon: CircleCheck, color: 'text-completed' },
}

/** A state by icon, word and colour, never by colour alone. */
export function StateBadge({ state, reason }: { state: SessionState; reason?: string }) {
  const { word, icon: Icon, color } = STATES[state]
  return (
    <span className={`flex items-center gap-1.5 whitespace-nowrap ${color}`} title={reason}>
      <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
      {word}
    </span>
  )
}
