'use client'

import { FolderOpen, Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import type { Role } from '#lib/model/identity.ts'
import { useLive } from '../live/live-provider.tsx'
import { useShortcut } from '../ui/use-shortcut.ts'
import { LiveBadge } from './live-badge.tsx'
import { SignOut } from './sign-out.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** Loaded when it is first opened. */
const CommandPalette = dynamic(
  () => import('./command-palette.tsx').then((module) => module.CommandPalette),
  { ssr: false },
)

export function TopBar({ signedInAs }: { signedInAs: Role | null }) {
  const home = useLive((state) => state.status.home)
  const sample = useLive((state) => state.status.sampleFor !== null)
  const [palette, setPalette] = useState<'never' | 'open' | 'closed'>('never')
  useShortcut('mod+k', () => setPalette('open'))
  return (
    <header className="flex h-12 items-center gap-2 border-b bg-surface px-3 md:col-span-2 md:gap-3 md:px-4">
      <Link href="/" className="mr-2 font-semibold tracking-tight">
        Trinitas<span className="max-md:sr-only"> Monitor</span>
      </Link>
      <span
        className="flex min-w-0 items-center gap-1.5 text-[13px] text-muted max-md:hidden"
        title={`Watching ${home}`}
      >
        <FolderOpen size={14} className="shrink-0" aria-hidden />
        <span className="sr-only">Home: </span>
        <span className="truncate font-mono">{home}</span>
        {sample && <span className="shrink-0 rounded border px-1 text-[11px]">sample</span>}
      </span>
      <span className="ml-auto" />
      <LiveBadge />
      <button
        type="button"
        className="field control inline-flex items-center justify-center gap-2 text-muted hover:bg-raised max-md:min-w-11"
        aria-haspopup="dialog"
        onClick={() => setPalette('open')}
      >
        <Search size={14} aria-hidden />
        <span className="sr-only">Search and commands</span>
        <kbd className="text-[11px] max-md:hidden">Ctrl K</kbd>
      </button>
      <ThemeSwitch />
      {signedInAs !== null && <SignOut role={signedInAs} />}
      {palette !== 'never' && (
        <CommandPalette open={palette === 'open'} onClose={() => setPalette('closed')} />
      )}
    </header>
  )
}
