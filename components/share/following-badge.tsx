import { LoaderCircle, type LucideIcon, Pause, Radio, Unplug } from 'lucide-react'
import { Age } from '../live/age.tsx'
import type { Following } from './follow-share.ts'

const LOOKS: Record<Exclude<Following, 'ended'>, { word: string; icon: LucideIcon; color: string }> = {
  connecting: { word: 'Connecting', icon: LoaderCircle, color: 'text-muted' },
  live: { word: 'Live', icon: Radio, color: 'text-active' },
  lost: { word: 'Lost: trying again', icon: Unplug, color: 'text-failed' },
  paused: { word: 'Paused', icon: Pause, color: 'text-muted' },
}

/** Whether what is shown is current, and when it was measured. */
export function FollowingBadge({ state, atMs }: { state: Exclude<Following, 'ended'>; atMs: number }) {
  const { word, icon: Icon, color } = LOOKS[state]
  return (
    <p className={`flex items-center gap-1.5 text-[13px] ${color}`}>
      <Icon size={14} className="shrink-0" aria-hidden />
      <span role="status" aria-label="Connection">
        {word}
      </span>
      <span className="text-muted">
        measured <Age atMs={atMs} />
      </span>
    </p>
  )
}
