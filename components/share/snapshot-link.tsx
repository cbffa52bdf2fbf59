import { Download } from 'lucide-react'
import type { ShareTicks } from '#lib/model/share.ts'
import { ShareSection } from './share-section.tsx'
import { snapshotHref } from './view-address.ts'

/** The view as one file, which needs no server to be seen. */
export function SnapshotLink({ query, show }: { query: string; show: ShareTicks }) {
  return (
    <ShareSection title="Snapshot">
      <p className="text-muted">
        One HTML file with the numbers and charts of this moment, to be attached anywhere. It cannot be
        revoked.
      </p>
      <a
        href={snapshotHref(query, show)}
        download
        className="control inline-flex h-8 items-center gap-2 self-start rounded-md border bg-surface px-3 hover:bg-raised"
      >
        <Download size={14} aria-hidden />
        Download snapshot
      </a>
    </ShareSection>
  )
}
