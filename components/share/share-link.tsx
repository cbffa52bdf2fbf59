'use client'

import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import type { Share, ShareTicks } from '#lib/model/share.ts'
import { type Fetched, postJson } from '../live/fetch-json.ts'
import { NewLink } from './new-link.tsx'
import { type Asked, ShareForm } from './share-form.tsx'
import { ShareSection } from './share-section.tsx'
import { outsideOrigin, type Reach } from './use-reach.ts'

type Props = { query: string; show: ShareTicks; reach: Fetched<Reach> | null; isOwner: boolean }
type Made = { share: Share; path: string }

/** A link that shows this view alone, for a time, to whoever has it. */
export function ShareLink({ query, show, reach, isOwner }: Props) {
  const [made, setMade] = useState<Made | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const make = async ({ name, lifeMs }: Asked): Promise<void> => {
    const answer = await postJson<Made>('/api/shares', { name, lifeMs, view: query, show })
    setMade(answer.ok ? answer.value : null)
    setFault(answer.ok ? null : answer.message)
  }
  return (
    <ShareSection title="Share link">
      <p className="text-muted">
        For whoever has it, live, without signing in: this view alone, until it expires or is revoked in
        Settings.
      </p>
      {reach?.ok && reach.value.thisMachineOnly && <ThisMachineOnly />}
      {reach?.ok === false && <Fault message={reach.message} />}
      {isOwner ? <ShareForm query={query} show={show} onMake={make} /> : <p>Only an owner can make one.</p>}
      {fault !== null && <Fault message={fault} />}
      {made !== null && reach?.ok && (
        <NewLink share={made.share} link={outsideOrigin(reach.value, window.location) + made.path} />
      )}
    </ShareSection>
  )
}

function ThisMachineOnly() {
  return (
    <p role="note" className="flex gap-2 rounded-md border px-3 py-2">
      <TriangleAlert size={16} className="mt-0.5 shrink-0 text-stale" aria-hidden />
      <span>
        This server listens on this machine only, so teammates cannot reach a link. Give them a snapshot, or
        start the server with <code className="font-mono">--host 0.0.0.0</code>.
      </span>
    </p>
  )
}

function Fault({ message }: { message: string }) {
  return (
    <p role="alert" className="break-words text-failed">
      {revealHidden(message)}
    </p>
  )
}
