'use client'

import { useState } from 'react'
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
      <label className="control flex items-center gap-2">
        <input
          type="checkbox"
          checked={fixedAtMs !== null}
          onChange={(event) => setFixedAtMs(event.target.checked ? Date.now() : null)}
        />
        With fixed times: it goes on showing what it shows now
      </label>
    </ShareSection>
  )
}
