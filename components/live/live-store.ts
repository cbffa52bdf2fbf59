import type { AlertsNow } from '#lib/model/alert-view.ts'
import type { ChangeBatch, Snapshot } from '#lib/model/live.ts'

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'paused' | 'signed_out'

export type LiveState = Snapshot & {
  alerts: AlertsNow
  connection: Connection
  /** Epoch milliseconds of the last sign of life; 0 before the first. */
  heardAtMs: number
}

export type BatchListener = (batch: ChangeBatch) => void

/** Batches kept for lists that are read from the server while the stream goes on. */
const KEPT_BATCHES = 200

/** What the whole page knows live, outside of React: one stream feeds it, any number of components look. */
export type LiveStore = {
  get(): LiveState
  /** What the server rendered with: parts of the page that come alive later must begin from that. */
  rendered(): LiveState
  onState(listener: () => void): () => void
  /** Batches after `revision`, those that came already included. */
  onBatch(revision: number, listener: BatchListener): () => void
  batchesAfter(revision: number): ChangeBatch[]
  /** Whether all batches after `revision` are known here; what was read before that must be read again. */
  covers(revision: number): boolean
  onResync(listener: () => void): () => void
  apply(batch: ChangeBatch): void
  resync(): void
  /** Older ones than those that are known are left out. */
  setAlerts(alerts: AlertsNow): void
  setConnection(connection: Connection): void
  heard(): void
  /** The server rendered the page anew. */
  refresh(fresh: Snapshot): void
}

export function createLiveStore(initial: LiveState): LiveStore {
  let state = initial
  let coversFrom = initial.status.revision
  const kept: ChangeBatch[] = []
  const stateListeners = new Set<() => void>()
  const batchListeners = new Set<BatchListener>()
  const resyncListeners = new Set<() => void>()
  const set = (change: Partial<LiveState>): void => {
    state = { ...state, ...change }
    for (const listener of stateListeners) listener()
  }
  const add = <T>(set: Set<T>, listener: T): (() => void) => {
    set.add(listener)
    return () => set.delete(listener)
  }
  const batchesAfter = (revision: number): ChangeBatch[] => kept.filter((batch) => batch.revision > revision)
  return {
    get: () => state,
    rendered: () => initial,
    onState: (listener) => add(stateListeners, listener),
    onBatch(revision, listener) {
      for (const batch of batchesAfter(revision)) listener(batch)
      return add(batchListeners, listener)
    },
    batchesAfter,
    covers: (revision) => revision >= coversFrom,
    onResync: (listener) => add(resyncListeners, listener),
    apply(batch) {
      kept.push(batch)
      if (kept.length > KEPT_BATCHES) coversFrom = kept.shift()?.revision ?? coversFrom
      const { counts, today, strays, scan, watch, revision } = batch
      const status = { ...state.status, scan, watch, revision }
      set({ counts, today, strays, heardAtMs: Date.now(), status })
      for (const listener of batchListeners) listener(batch)
    },
    resync() {
      kept.length = 0
      // A list that comes alive only now must learn of it too.
      coversFrom = state.status.revision + 1
      for (const listener of resyncListeners) listener()
    },
    setAlerts(alerts) {
      if (alerts.revision > state.alerts.revision) set({ alerts })
    },
    setConnection: (connection) => set({ connection }),
    heard: () => set({ heardAtMs: Date.now(), connection: 'live' }),
    refresh(fresh) {
      if (fresh.status.revision >= state.status.revision) set(fresh)
    },
  }
}
