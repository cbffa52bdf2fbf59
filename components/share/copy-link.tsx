'use client'

import { useState } from 'react'
import { Tick } from '../ui/tick.tsx'
import { LinkField } from './link-field.tsx'
import { ShareSection } from './share-section.tsx'
import { viewHref, withFixedTimes } from './view-address.ts'

/** This very view, for whoever may open this dashboard. */
export function CopyLink({ query }: { query: string }) {
  const [fixedAtMs, setFixedAtMs] = useState<number | null>(null)
  const shown = fixedAtMs === null ? query : withFixedTimes(query, fixedAtMs)
  return (
    <ShareSection title="Copy link">
      <p className="text-muted">For whoever may open this dashboard: they see all of it.</p>
      <LinkField label="Link to this view" link={window.location.origin + viewHref(shown)} />
      <Tick checked={fixedAtMs !== null} onChange={(checked) => setFixedAtMs(checked ? Date.now() : null)}>
        With fixed times: it goes on showing what it shows now
      </Tick>
    </ShareSection>
  )
}
