import { useMemo } from 'react'
import { isSilent } from '#lib/format/work-words.ts'
import type { Session } from '#lib/model/session.ts'
import { useByLiveNow } from '../live/age.tsx'

/** Active sessions of these that wait for an agent that hangs, though others of them are at work. */
export function useSilentSessions(rows: readonly Session[]): Session[] {
  const key = useByLiveNow((nowMs) =>
    JSON.stringify(rows.filter((session) => waitsInVain(session, nowMs)).map(({ id }) => id)),
  )
  return useMemo(() => {
    const ids = new Set(JSON.parse(key) as string[])
    return rows.filter(({ id }) => ids.has(id))
  }, [rows, key])
}

const waitsInVain = ({ state, work, reason }: Session, nowMs: number): boolean =>
  state === 'active' && work !== null && isSilent(work.silentSinceMs, { limitMs: reason.thresholdMs, nowMs })
