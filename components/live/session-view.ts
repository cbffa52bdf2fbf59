import type { SessionFilter, SessionQuery } from '#lib/model/session-query.ts'
import type { ListOrder } from './place-session.ts'

/** Rows of a list that are read at once. */
export const PAGE_ROWS = 500

/** Which sessions a list shows and in which order; `query` says the same as a query string of the API. */
export type SessionView = { filter: SessionFilter; order: ListOrder; query: string }

export function makeView(filter: SessionFilter, order: ListOrder): SessionView {
  const params = new URLSearchParams({ ...order })
  if (filter.state.length > 0) params.set('state', filter.state.join(','))
  if (filter.integrated !== undefined) params.set('integrated', filter.integrated ? 'yes' : 'no')
  for (const name of ['agent', 'project', 'text', 'from', 'to'] as const) {
    const value = filter[name]
    if (value !== undefined) params.set(name, String(value))
  }
  return { filter, order, query: params.toString() }
}

/** The question of the view's first page, for whoever asks the monitor itself. */
export function toQuery({ filter, order }: SessionView): SessionQuery {
  return { ...filter, ...order, limit: PAGE_ROWS }
}
