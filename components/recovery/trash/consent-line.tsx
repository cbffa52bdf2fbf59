'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Consent } from '#lib/model/recovery.ts'
import { postJson } from '../../live/fetch-json.ts'
import { useRole } from '../../live/role.tsx'
import { Time } from '../../live/time.tsx'
import { Button } from '../../ui/button.tsx'
import { ConsentDialog } from './consent-dialog.tsx'

type Props = {
  consent: Consent | null
  /** "7 days" */
  kept: string
}

/** Whether what is past its retention may go without being asked for each time, and how to say so. */
export function ConsentLine({ consent, kept }: Props) {
  const router = useRouter()
  const isOwner = useRole() === 'owner'
  const [open, setOpen] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [changedTo, setChangedTo] = useState<'given' | 'withdrawn' | null>(null)
  const line = useRef<HTMLParagraphElement>(null)
  const now = consent === null ? 'withdrawn' : 'given'
  useEffect(() => {
    // What was pressed is gone with what it was about; the keyboard goes on at what is so now.
    if (changedTo === now) line.current?.focus()
  }, [changedTo, now])
  const tell = async (typed: string | null): Promise<string | null> => {
    const answer = await postJson<unknown>('/api/trash/consent', { typed })
    if (!answer.ok) return answer.message
    setChangedTo(typed === null ? 'withdrawn' : 'given')
    router.refresh()
    return null
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2">
      <p ref={line} role="status" tabIndex={-1} className="min-w-0 flex-1 basis-72 break-words text-muted">
        {consent !== null ? (
          <>
            What has been here for {kept} may go without asking: {printable(consent.user)} said so on{' '}
            <Time atMs={consent.givenAtMs} />.
          </>
        ) : (
          'Whatever goes from here for good is asked for each time.'
        )}
      </p>
      {isOwner && consent !== null && (
        <Button onClick={async () => setFault(await tell(null))}>Withdraw</Button>
      )}
      {isOwner && consent === null && (
        <Button
          aria-haspopup="dialog"
          className="max-md:h-auto max-md:py-2 max-md:text-left"
          onClick={() => setOpen(true)}
        >
          Let what has been here for {kept} go without asking each time…
        </Button>
      )}
      {fault !== null && (
        <p role="alert" className="basis-full break-words text-failed">
          {revealHidden(fault)}
        </p>
      )}
      <ConsentDialog kept={kept} open={open} onConfirm={tell} onClose={() => setOpen(false)} />
    </div>
  )
}
