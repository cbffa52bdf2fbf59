'use client'

import { useState } from 'react'
import { alertName } from '#lib/format/alert-words.ts'
import { alertKey } from '#lib/model/alert.ts'
import type { ShownAlert } from '#lib/model/alert-view.ts'
import { postJson } from '../live/fetch-json.ts'
import { useRole } from '../live/role.tsx'
import { SnoozeFault } from '../recovery/snooze-fault.tsx'
import { DurationChoice } from '../ui/duration-choice.tsx'

/** Mutes an alert for a while, or ends that; only an owner has it. */
export function MuteButton({ alert }: { alert: ShownAlert }) {
  const [fault, setFault] = useState<string | null>(null)
  if (useRole() !== 'owner') return null
  const mute = async (untilMs: number | null): Promise<boolean> => {
    const answer = await postJson<unknown>('/api/alerts/mute', { alert: alertKey(alert), untilMs })
    setFault(answer.ok ? null : answer.message)
    return answer.ok
  }
  return (
    <DurationChoice
      verb="Mute"
      name={alertName(alert)}
      onChoose={mute}
      ending={alert.mutedUntilMs === null ? null : { verb: 'Unmute', onEnd: () => void mute(null) }}
      fault={<SnoozeFault message={fault} />}
    />
  )
}
