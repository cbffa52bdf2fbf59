import type { ChangeBatch } from '#lib/model/live.ts'
import type { Monitor } from '#lib/monitor.ts'

/** What a subscriber was told, and a way to wait for what is to come. */
export type Followed = {
  batches: (ChangeBatch | null)[]
  /** The first batch, past or to come, for which `wanted` holds. */
  until(wanted: (batch: ChangeBatch) => boolean): Promise<ChangeBatch>
}

export function followMonitor(monitor: Monitor): Followed {
  const batches: (ChangeBatch | null)[] = []
  const waiting = new Set<() => void>()
  monitor.subscribe(null, (batch) => {
    batches.push(batch)
    for (const look of [...waiting]) look()
  })
  return {
    batches,
    until: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = batches.find((batch) => batch !== null && wanted(batch))
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

/** Whether a batch says that a session is in such a state. */
export const tells =
  (id: string, expected: Partial<ChangeBatch['changed'][number]['session']>) =>
  ({ changed }: ChangeBatch): boolean =>
    changed.some(
      ({ session }) =>
        session.id === id &&
        Object.entries(expected).every(([field, value]) =>
          Object.entries(session).some(([name, found]) => name === field && found === value),
        ),
    )
