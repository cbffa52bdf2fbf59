'use client'

import { useEffect, useId, useRef, useState } from 'react'
import type { ShareTicks } from '#lib/model/share.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { CopyLink } from './copy-link.tsx'
import { ShareLink } from './share-link.tsx'
import { ShownTicks } from './shown-ticks.tsx'
import { SnapshotLink } from './snapshot-link.tsx'
import { useReach } from './use-reach.ts'

type Props = { open: boolean; query: string; onClose: () => void }

const NOTHING_TICKED: ShareTicks = { errorTexts: false, projects: false, sessionIds: false }

/** The ways to show a view to somebody else, and what they would see. */
export function ShareDialog({ open, query, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const wayOut = useRef<HTMLButtonElement>(null)
  const titleId = useId()
  const [show, setShow] = useState(NOTHING_TICKED)
  const reach = useReach(open)
  const isOwner = useRole() === 'owner'
  useEffect(() => {
    if (!open) return dialog.current?.close()
    // What is ticked for one link is not meant for the next.
    setShow(NOTHING_TICKED)
    dialog.current?.showModal()
    wayOut.current?.focus()
  }, [open])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="panel m-auto max-h-[calc(100dvh-24px)] w-[44rem] max-w-[calc(100vw-24px)] flex-col p-0 text-text shadow-lg backdrop:bg-black/40 open:flex"
    >
      <header className="flex items-center justify-between gap-4 border-b px-4 py-3">
        <h2 id={titleId} className="text-lg font-semibold">
          Share this view
        </h2>
        <Button ref={wayOut} onClick={onClose}>
          Close
        </Button>
      </header>
      {open && (
        <div className="flex min-h-0 flex-col gap-5 overflow-auto p-4">
          <CopyLink query={query} />
          <ShownTicks show={show} onChange={setShow} />
          <ShareLink query={query} show={show} reach={reach} isOwner={isOwner} />
          <SnapshotLink query={query} show={show} />
        </div>
      )}
    </dialog>
  )
}
