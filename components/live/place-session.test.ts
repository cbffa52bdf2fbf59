import { describe, expect, it } from 'vitest'
import type { ChangeBatch } from '#lib/model/live.ts'
import type { Session } from '#lib/model/session.ts'
import type { SessionFilter } from '#lib/model/session-query.ts'
import { makeBatch } from '#lib/testing/make-batch.ts'
import { makeSession } from '#lib/testing/make-session.ts'
import { appendPage, type ListOrder, placeAll, placeChanges, type SessionList } from './place-session.ts'

const ALL: SessionFilter = {
  state: [],
  agent: undefined,
  project: undefined,
  integrated: undefined,
  text: undefined,
  from: undefined,
  to: undefined,
}
const NEWEST: ListOrder = { sort: 'lastActivity', direction: 'desc' }
const PLACEMENT = { filter: ALL, order: NEWEST }

const at = (id: string, lastActivityAtMs: number, more: Partial<Session> = {}): Session =>
  makeSession({ id, lastActivityAtMs, ...more })

const listOf = (rows: Session[], nextCursor: string | null = null): SessionList => ({
  rows,
  nextCursor,
  total: rows.length + (nextCursor ? 10 : 0),
  revision: 1,
})

function batchOf(sessions: Session[], removed: string[] = []): ChangeBatch {
  const changed = sessions.map((session) => ({ session, searchText: session.id }))
  return makeBatch(2, { changed, removed, counts: { active: 0, stale: 0, failed: 0, completed: 3 } })
}

const idsAfter = (list: SessionList, batch: ChangeBatch, filter = ALL, order = NEWEST): string[] =>
  placeChanges(list, batch, { filter, order }).rows.map(({ id }) => id)

describe('a list that changes arrive at', () => {
  const list = listOf([at('c', 30), at('b', 20), at('a', 10)])

  it('puts a new row where it belongs', () => {
    expect(idsAfter(list, batchOf([at('n', 25)]))).toEqual(['c', 'n', 'b', 'a'])
    expect(idsAfter(list, batchOf([at('n', 5)]))).toEqual(['c', 'b', 'a', 'n'])
  })

  it('moves a row that changed, and keeps all others as they are', () => {
    const after = placeChanges(list, batchOf([at('a', 40)]), PLACEMENT)
    expect(after.rows.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
    expect(after.rows[1]).toBe(list.rows[0])
  })

  it('orders equal keys by id, in the direction of the sort', () => {
    expect(idsAfter(list, batchOf([at('bb', 20)]))).toEqual(['c', 'bb', 'b', 'a'])
    const ascending = listOf([at('a', 10), at('b', 20)])
    expect(
      idsAfter(ascending, batchOf([at('ab', 10)]), ALL, { sort: 'lastActivity', direction: 'asc' }),
    ).toEqual(['a', 'ab', 'b'])
  })

  it('takes out what is gone or no longer matches', () => {
    expect(idsAfter(list, batchOf([], ['b']))).toEqual(['c', 'a'])
    const completed: SessionFilter = { ...ALL, state: ['completed'] }
    expect(idsAfter(list, batchOf([at('b', 20, { state: 'failed' })]), completed)).toEqual(['c', 'a'])
  })

  it('leaves what belongs behind the last loaded row to the next page', () => {
    expect(idsAfter(listOf([...list.rows], 'cursor'), batchOf([at('n', 1)]))).toEqual(['c', 'b', 'a'])
  })

  it('brings a page that was on its way up to date with what came meanwhile', () => {
    const loaded = { ...listOf([at('d', 40), at('c', 30)], 'cursor'), revision: 3 }
    const counts = { active: 0, stale: 0, failed: 0, completed: 4 }
    const rows = [at('b', 20), at('a', 10)]
    const page = { ...listOf(rows), rows, counts, revision: 1, total: 4 }
    const list = appendPage(loaded, page)
    expect(list.revision).toBe(1)
    const meanwhile = [batchOf([at('a', 10, { errors: 1 })]), makeBatch(3, { removed: ['b'], counts })]
    const after = placeAll(list, meanwhile, PLACEMENT)
    expect(after.rows.map(({ id, errors }) => [id, errors])).toEqual([
      ['d', 0],
      ['c', 0],
      ['a', 1],
    ])
  })

  it('passes over a batch that the list was read after', () => {
    const read = { ...list, revision: 2 }
    expect(placeChanges(read, batchOf([at('n', 25)]), PLACEMENT)).toBe(read)
  })

  it('takes the total from the counts of the server where only states are chosen', () => {
    expect(placeChanges(list, batchOf([at('n', 25)]), PLACEMENT).total).toBe(3)
    expect(
      placeChanges(list, batchOf([at('n', 25)]), { ...PLACEMENT, filter: { ...ALL, text: 'n' } }).total,
    ).toBe(4)
  })
})
