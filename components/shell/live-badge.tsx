'use client'

import { KeyRound, LoaderCircle, type LucideIcon, Pause, Radio, RefreshCw, Unplug } from 'lucide-react'
import { Age } from '../live/age.tsx'
import { useLive } from '../live/live-provider.tsx'
import type { LiveState } from '../live/live-store.ts'

type Look = { word: string; icon: LucideIcon; color: string; title: string }

/** Whether what the page shows is current, and when the server was last heard. */
export function LiveBadge() {
  const { word, icon: Icon, color, title } = lookOf(useLive(kindOf))
  const heardAtMs = useLive((state) => state.heardAtMs)
  return (
    <span
      role="status"
      aria-label="Connection"
      className={`flex items-center gap-1.5 text-[13px] whitespace-nowrap ${color}`}
      title={title}
    >
      <Icon size={14} aria-hidden />
      {word}
      {heardAtMs > 0 && (
        <span className="min-w-16 text-muted max-md:hidden" aria-hidden>
          <Age atMs={heardAtMs} />
        </span>
      )}
    </span>
  )
}

type Kind = 'connecting' | 'live' | 'polling' | 'lost' | 'paused' | 'signed_out'

function kindOf({ connection, status }: LiveState): Kind {
  if (connection === 'reconnecting') return 'lost'
  return connection === 'live' && status.watch.mode === 'polling' ? 'polling' : connection
}

function lookOf(kind: Kind): Look {
  switch (kind) {
    case 'live':
      return { word: 'Live', icon: Radio, color: 'text-active', title: 'Changes on disk appear at once.' }
    case 'polling':
      return {
        word: 'Polling',
        icon: RefreshCw,
        color: 'text-stale',
        title: 'The directories are read at intervals; changes appear within seconds.',
      }
    case 'lost':
      return {
        word: 'Lost',
        icon: Unplug,
        color: 'text-failed',
        title: 'The server cannot be reached. Trying again; what you see may be outdated.',
      }
    case 'paused':
      return { word: 'Paused', icon: Pause, color: 'text-muted', title: 'Nobody looks at this tab.' }
    case 'signed_out':
      return {
        word: 'Signed out',
        icon: KeyRound,
        color: 'text-failed',
        title: 'Your token has expired or was revoked. What you see is no longer current.',
      }
    case 'connecting':
      return {
        word: 'Connecting',
        icon: LoaderCircle,
        color: 'text-muted',
        title: 'Opening the event stream.',
      }
  }
}
