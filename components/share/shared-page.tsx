'use client'

import { Link2Off } from 'lucide-react'
import { useEffect, useState } from 'react'
import { printable } from '#lib/format/printable.ts'
import type { SharedMetrics as Shared } from '#lib/model/share.ts'
import { Time } from '../live/time.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { type Following, followShare } from './follow-share.ts'
import { FollowingBadge } from './following-badge.tsx'
import { SharedFilter } from './shared-filter.tsx'
import { SharedMetrics } from './shared-metrics.tsx'

type Props = { id: string; initial: Shared }

/** One view, live, for whoever has its link: nothing of the application stands around it, and nothing leads there. */
export function SharedPage({ id, initial }: Props) {
  const [shared, setShared] = useState(initial)
  const [state, setState] = useState<Following>('connecting')
  useEffect(() => followShare(id, { onMetrics: setShared, onState: setState }), [id])
  const { name, expiresAtMs, view } = shared
  if (state === 'ended') return <Ended />
  return (
    <main className="mx-auto flex max-w-[80rem] flex-col gap-4 p-3 md:p-4">
      <header className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="min-w-0 text-xl font-semibold break-words">{printable(name)}</h1>
        <FollowingBadge state={state} atMs={view.generatedAtMs} />
        {expiresAtMs !== null && (
          <p className="ml-auto text-[13px] text-muted">
            Shared until <Time atMs={expiresAtMs} />
          </p>
        )}
      </header>
      <SharedFilter shared={shared} />
      <SharedMetrics shared={shared} />
    </main>
  )
}

function Ended() {
  return (
    <main className="mx-auto max-w-[40rem] p-4">
      <div className="panel" role="alert">
        <EmptyState icon={Link2Off} title="This share link has ended" heading>
          It has expired or was revoked, and shows nothing any more. Ask whoever sent it for another one.
        </EmptyState>
      </div>
    </main>
  )
}
