'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { IssueType } from '#lib/model/issue.ts'
import { postJson } from '../live/fetch-json.ts'
import { useTellSnooze } from './snooze-notice.tsx'

export type SnoozeControl = {
  /** Why the server did not do it. */
  fault: string | null
  /** `null` wakes it. */
  snooze(untilMs: number | null, told: ReactNode): Promise<void>
}

/** Says until when nobody wants to hear of a kind of issue, and shows the page anew. */
export function useSnooze(type: IssueType): SnoozeControl {
  const router = useRouter()
  const tell = useTellSnooze()
  const [fault, setFault] = useState<string | null>(null)
  return {
    fault,
    async snooze(untilMs, told) {
      const answer = await postJson<unknown>('/api/issues/snooze', { type, untilMs })
      setFault(answer.ok ? null : answer.message)
      if (!answer.ok) return
      tell(told)
      router.refresh()
    },
  }
}
