import type { ChangeBatch, SessionPage } from '#lib/model/live.ts'
import { matchesSession } from '#lib/model/match-session.ts'
import { SESSION_STATES, type Session, type SessionState } from '#lib/model/session.ts'
import type { SessionFilter } from '#lib/model/session-query.ts'
import type { SessionSort } from '#lib/model/session-sort.ts'

export type ListOrder = { sort: SessionSort; direction: 'asc' | 'desc' }

export type SessionList = {
  rows: readonly Session[]
  /** `null` when all rows that match are loaded. */
  nextCursor: string | null
  total: number
  revision: number
}

export type Placement = { filter: SessionFilter; order: ListOrder }

export function placeAll(
  list: SessionList,
  batches: readonly ChangeBatch[],
  placement: Placement,
): SessionList {
  return batches.reduce((placed, batch) => placeChanges(placed, batch, placement), list)
}

/**
 * The list with the next page behind it. It is as old as the older of both: changes after that are to be placed, which
 * those rows that have them already bear.
 */
export function appendPage(list: SessionList, page: SessionPage): SessionList {
  // A row may have moved into what is loaded already while the page was on its way.
  const known = new Set(list.rows.map((row) => row.id))
  return {
    rows: [...list.rows, ...page.rows.filter((row) => !known.has(row.id))],
    nextCursor: page.nextCursor,
    total: page.revision < list.revision ? list.total : page.total,
    revision: Math.min(page.revision, list.revision),
  }
}

/** The list after a batch of changes: rows replaced, moved, added and taken out where they belong. Pure. */
export function placeChanges(
  list: SessionList,
  batch: ChangeBatch,
  { filter, order }: Placement,
): SessionList {
  if (batch.revision <= list.revision) return list
  const gone = new Set([...batch.removed, ...batch.changed.map(({ session }) => session.id)])
  if (gone.size === 0) return { ...list, revision: batch.revision, total: totalOf(list.total, batch, filter) }
  const rows = list.rows.filter((row) => !gone.has(row.id))
  const removed = list.rows.length - rows.length
  let added = 0
  for (const { session, searchText } of batch.changed) {
    if (!matchesSession(session, searchText, filter)) continue
    const at = placeOf(rows, session, order)
    // Behind the last loaded row it will come with the next page.
    if (at === rows.length && list.nextCursor !== null) continue
    rows.splice(at, 0, session)
    added += 1
  }
  return {
    rows,
    nextCursor: list.nextCursor,
    total: totalOf(list.total + added - removed, batch, filter),
    revision: batch.revision,
  }
}

/** Where only states are filtered the server's own counts say how many there are. */
function totalOf(estimate: number, { counts }: ChangeBatch, filter: SessionFilter): number {
  const { state, agent, project, integrated, text, from, to } = filter
  if ([agent, project, integrated, text, from, to].some((value) => value !== undefined)) return estimate
  const states: readonly SessionState[] = state.length > 0 ? state : SESSION_STATES
  return states.reduce((sum, name) => sum + counts[name], 0)
}

function placeOf(rows: readonly Session[], session: Session, order: ListOrder): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && compareSessions(row, session, order) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The order of the server's pages: by the key, then by id, both in the same direction. */
export function compareSessions(a: Session, b: Session, { sort, direction }: ListOrder): number {
  const [keyA, keyB] = [sortKey(a, sort), sortKey(b, sort)]
  const sign = direction === 'asc' ? 1 : -1
  if (keyA !== keyB) return keyA < keyB ? -sign : sign
  if (a.id === b.id) return 0
  return a.id < b.id ? -sign : sign
}

function sortKey(session: Session, sort: SessionSort): number | string {
  switch (sort) {
    case 'lastActivity':
      return session.lastActivityAtMs
    case 'started':
      return session.startedAtMs
    case 'id':
      return session.id
    case 'state':
      return SESSION_STATES.indexOf(session.state)
    case 'results':
      return session.results
    case 'errors':
      return session.errors
    case 'duration':
      return session.durationMs ?? -1
    case 'size':
      return session.sizeBytes
    case 'integrated':
      return session.integrated ? 1 : 0
  }
}
