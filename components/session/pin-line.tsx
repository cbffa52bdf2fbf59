'use client'

import { Pin as PinIcon, PinOff } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { sessionSlug } from '#lib/format/session-slug.ts'
import type { Pin } from '#lib/model/pin.ts'
import { postJson } from '../live/fetch-json.ts'
import { useRole } from '../live/role.tsx'
import { Time } from '../live/time.tsx'
import { Button } from '../ui/button.tsx'

type Props = { sessionId: string; pin: Pin | null }

/** Whether a session is kept whatever its age, and who says so; an owner may change it. */
export function PinLine({ sessionId, pin }: Props) {
  const router = useRouter()
  const isOwner = useRole() === 'owner'
  const [fault, setFault] = useState<string | null>(null)
  const set = async (pinned: boolean): Promise<void> => {
    const answer = await postJson<unknown>(`/api/sessions/${sessionSlug(sessionId)}/pin`, { pinned })
    setFault(answer.ok ? null : answer.message)
    if (answer.ok) router.refresh()
  }
  if (pin === null && !isOwner) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {isOwner && (
        <Button onClick={() => void set(pin === null)}>
          {pin === null ? <PinIcon size={14} aria-hidden /> : <PinOff size={14} aria-hidden />}
          {pin === null ? 'Keep this session' : 'No longer keep it'}
        </Button>
      )}
      <p role="status" className="min-w-0 break-words text-muted">
        {pin === null ? (
          'Retention may take it once its time is over.'
        ) : (
          <>
            Kept whatever its age: {printable(pin.user)} said so on <Time atMs={pin.pinnedAtMs} />.
          </>
        )}
      </p>
      {fault !== null && (
        <p role="alert" className="basis-full break-words text-failed">
          {revealHidden(fault)}
        </p>
      )}
    </div>
  )
}
