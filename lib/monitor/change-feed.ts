import type { ChangeBatch } from '#lib/model/live.ts'

/** Batches kept for whoever comes back after a gap: some minutes of a busy home. */
const KEPT_BATCHES = 500

export type Listener = (batch: ChangeBatch | null) => void

export type ChangeFeed = {
  publish(batch: ChangeBatch): void
  /** Everything before `revision` must be read again. */
  resync(revision: number): void
  subscribe(revision: number | null, listener: Listener): () => void
}

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<Listener>()
  const kept: ChangeBatch[] = []
  let latest = 0
  return {
    publish(batch) {
      latest = batch.revision
      kept.push(batch)
      if (kept.length > KEPT_BATCHES) kept.shift()
      for (const listener of listeners) listener(batch)
    },
    resync(revision) {
      latest = revision
      kept.length = 0
      for (const listener of listeners) listener(null)
    },
    subscribe(revision, listener) {
      const first = kept[0]?.revision ?? latest + 1
      // A revision that was never given out comes from another start of the server.
      if (revision !== null && (revision > latest || revision < first - 1)) listener(null)
      else if (revision !== null) for (const batch of kept) if (batch.revision > revision) listener(batch)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
