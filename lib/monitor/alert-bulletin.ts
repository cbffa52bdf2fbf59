import type { AlertMessage, AlertsNow, ShownAlert, ToldAlert } from '#lib/model/alert-view.ts'

/** What open pages know of the alerts, and who is told when that is another. */
export type AlertBulletin = {
  now(): AlertsNow
  /** With the message that goes to people, if one does. */
  publish(message: AlertMessage | null): void
  subscribe(listener: (now: AlertsNow) => void): () => void
}

/** As many as a browser may be notified of at once. */
const TOLD_KEPT = 10

export function createBulletin(readRaised: () => ShownAlert[], startedAtMs: number): AlertBulletin {
  const listeners = new Set<(now: AlertsNow) => void>()
  // A later start goes on where no earlier one has been, so that a page that stayed open takes nothing for old.
  let revision = startedAtMs
  let told: ToldAlert[] = []
  const now = (): AlertsNow => ({ revision, raised: readRaised(), told })
  return {
    now,
    publish(message) {
      revision += 1
      if (message !== null) told = [...told, toldOf(message, revision)].slice(-TOLD_KEPT)
      for (const listener of listeners) listener(now())
    },
    subscribe(listener) {
      listeners.add(listener)
      listener(now())
      return () => listeners.delete(listener)
    },
  }
}

const toldOf = ({ title, text, kind, atMs }: AlertMessage, id: number): ToldAlert => ({
  id,
  title,
  text,
  test: kind === 'test',
  atMs,
})
