import type { AlertLog } from '#lib/alert-log/alert-log.ts'
import { AppError } from '#lib/errors.ts'
import type { ChangeBatch, Snapshot } from '#lib/model/live.ts'
import type { Session } from '#lib/model/session.ts'
import { appendLogLines, type LoggedLine } from '#lib/store/append-line.ts'
import { SESSION_LOG } from '#lib/store/log-names.ts'

/** What of a monitor tells which sessions went quiet. */
export type SessionSource = {
  subscribe(revision: number | null, listener: (batch: ChangeBatch | null) => void): () => void
  snapshot(): Promise<Snapshot>
  everySession(options: { finished: boolean }): Promise<Session[]>
  /** Those of some ids that there are. */
  sessionsOf(ids: readonly string[]): Promise<Session[]>
}

export type SessionLog = {
  /** Writes what is new since the last start, and from then on every change. Everything must have been read before. */
  start(): void
  /** Resolves once all that was told so far is written. */
  settled(): Promise<void>
  close(): void
}

type Options = {
  home: string
  log: AlertLog
  source: SessionSource
  now: () => number
  /** How long a session has no file before it is gone: what is moved has no name that counts for a moment. */
  goneAfterMs?: number
}

/**
 * The lines of `session_monitor.log` for sessions that turned stale, came back or ended: once a change, however often
 * anybody looks and whenever this program is started again.
 */
export function createSessionLog({ home, log, source, now, goneAfterMs = 5000 }: Options): SessionLog {
  const told = log.staleSessions()
  const timers = new Set<NodeJS.Timeout>()
  let work: Promise<void> = Promise.resolve()
  let stop: (() => void) | null = null

  const write = (seen: readonly Session[], gone: readonly string[]): void => {
    const nowMs = now()
    const changes = [
      ...seen.flatMap((session) => changeOf(session, told.get(session.id), nowMs) ?? []),
      ...gone.filter((id) => told.has(id)).map(goneChange),
    ]
    if (changes.length === 0) return
    for (const { id, staleSinceMs } of changes) {
      if (staleSinceMs === null) told.delete(id)
      else told.set(id, staleSinceMs)
    }
    // Written down first, so that nothing is told twice, whenever the program ends.
    log.putStaleSessions(changes)
    const lines = changes.map(({ level, text }): LoggedLine => ({ atMs: nowMs, level, text }))
    appendLogLines(home, SESSION_LOG, lines)
  }
  const compare = async (ids: readonly string[]): Promise<void> => {
    const there = ids.length === 0 ? [] : await source.sessionsOf(ids)
    const known = new Set(there.map(({ id }) => id))
    write(
      there,
      ids.filter((id) => !known.has(id)),
    )
  }
  const compareAll = async (): Promise<void> => {
    const { status } = await source.snapshot()
    // What is not read yet is not gone; once it is, everything is told anew.
    if (status.scan.phase !== 'ready') return
    const live = await source.everySession({ finished: false })
    const liveIds = new Set(live.map(({ id }) => id))
    write(live, [])
    await compare([...told.keys()].filter((id) => !liveIds.has(id)))
  }
  const compareLater = (ids: readonly string[]): void => {
    if (ids.length === 0) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      next(() => compare(ids))
    }, goneAfterMs)
    timers.add(timer.unref())
  }
  const next = (job: () => void | Promise<void>): void => {
    work = work.then(() => (stop === null ? undefined : job())).catch(ignoreClosed)
  }
  return {
    start() {
      stop = source.subscribe(null, (batch) => {
        if (batch === null) next(compareAll)
        else if (batch.changed.length + batch.removed.length > 0)
          next(() => {
            write(
              batch.changed.map(({ session }) => session),
              [],
            )
            compareLater(batch.removed.filter((id) => told.has(id)))
          })
      })
      next(compareAll)
    },
    settled: () => work,
    close() {
      stop?.()
      stop = null
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

type Change = { id: string; staleSinceMs: number | null; level: 'WARNING' | 'INFO'; text: string }

/** `toldMs`: since when it is stale by what was told; not at all where nothing was. The first words are the guide's. */
function changeOf(session: Session, toldMs: number | undefined, nowMs: number): Change | null {
  const { id, state, lastActivityAtMs } = session
  if (state === 'stale') {
    // It may have come and gone again while nobody looked.
    if (toldMs !== undefined && lastActivityAtMs <= toldMs) return null
    const text = `Stale session: ${id} (age: ${seconds(nowMs - lastActivityAtMs)})`
    return { id, staleSinceMs: lastActivityAtMs, level: 'WARNING', text }
  }
  if (toldMs === undefined) return null
  const text =
    state === 'active'
      ? `Active again: ${id} (it was quiet for ${seconds(lastActivityAtMs - toldMs)})`
      : `Stale session ended: ${id} (${state})`
  return { id, staleSinceMs: null, level: 'INFO', text }
}

const goneChange = (id: string): Change => ({
  id,
  staleSinceMs: null,
  level: 'INFO',
  text: `Stale session gone: ${id} (no file of it is there any more)`,
})

const seconds = (durationMs: number): string => `${Math.max(0, Math.floor(durationMs / 1000))}s`

function ignoreClosed(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
