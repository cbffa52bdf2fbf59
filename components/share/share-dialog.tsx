'use client'

import { useRef, useState } from 'react'
import type { ShareTicks } from '#lib/model/share.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { DialogFrame } from '../ui/dialog-frame.tsx'
import { CopyLink } from './copy-link.tsx'
import { ShareLink } from './share-link.tsx'
import { ShownTicks } from './shown-ticks.tsx'
import { SnapshotLink } from './snapshot-link.tsx'
import { useReach } from './use-reach.ts'

type Props = { open: boolean; query: string; onClose: () => void }

const NOTHING_TICKED: ShareTicks = { errorTexts: false, projects: false, sessionIds: false }

/** The ways to show a view to somebody else, and what they would see. */
export function ShareDialog({ open, query, onClose }: Props) {
  const wayOut = useRef<HTMLButtonElement>(null)
  const [show, setShow] = useState(NOTHING_TICKED)
  const reach = useReach(open)
  const isOwner = useRole() === 'owner'
  return (
    <DialogFrame
      open={open}
      title="Share this view"
      wayOut={wayOut}
      aside={
        <Button ref={wayOut} onClick={onClose}>
          Close
        </Button>
      }
      // What is ticked for one link is not meant for the next.
      onOpen={() => setShow(NOTHING_TICKED)}
      onClose={onClose}
    >
      {open && (
        <div className="flex min-h-0 flex-col gap-5 overflow-auto p-4">
          <CopyLink query={query} />
          <ShownTicks show={show} onChange={setShow} />
          <ShareLink query={query} show={show} reach={reach} isOwner={isOwner} />
          <SnapshotLink query={query} show={show} />
        </div>
      )}
    </DialogFrame>
  )
}
