'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import { JOB_NAMES } from '#lib/format/schedule-words.ts'
import type { Job } from '#lib/model/schedule.ts'
import { patchJson } from '../live/fetch-json.ts'
import { useRole } from '../live/role.tsx'

type Props = { job: Job; enabled: boolean; onChange: () => Promise<void> }

/** Whether a job runs by itself; it stands in the config file. Only an owner may change it. */
export function JobSwitch({ job, enabled, onChange }: Props) {
  const router = useRouter()
  const isOwner = useRole() === 'owner'
  const [fault, setFault] = useState<string | null>(null)
  const [changing, setChanging] = useState(false)
  const change = async (): Promise<void> => {
    if (changing) return
    setChanging(true)
    const changes = [{ path: ['schedule', job, 'enabled'], value: !enabled }]
    const answer = await patchJson<unknown>('/api/settings', { changes })
    setFault(answer.ok ? null : answer.message)
    await onChange()
    // What else is changed on the page is based on what the file says now.
    router.refresh()
    setChanging(false)
  }
  if (!isOwner) return <span className="text-muted">{enabled ? 'On' : 'Off'}</span>
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={enabled}
        aria-label={`${JOB_NAMES[job]} runs by itself`}
        aria-disabled={changing}
        className="control inline-flex h-8 items-center gap-2 rounded-md px-1 hover:bg-raised"
        onClick={() => void change()}
      >
        <span
          aria-hidden
          className={`flex h-5 w-9 items-center rounded-full border p-0.5 ${enabled ? 'justify-end border-accent bg-accent' : 'bg-raised'}`}
        >
          <span className={`size-3.5 rounded-full ${enabled ? 'bg-on-accent' : 'bg-muted'}`} />
        </span>
        <span className="w-6 text-left">{enabled ? 'On' : 'Off'}</span>
      </button>
      {fault !== null && (
        <p role="alert" className="order-last basis-full break-words text-failed">
          {revealHidden(fault)}
        </p>
      )}
    </>
  )
}
