import type { PlanOmission } from '#lib/model/plan.ts'
import { isOnlyCopy, lacks, type OldSession, obstacleTo, trashItem } from './plan-old-sessions.ts'
import { beyondLimit, type PlannedItems } from './planned-items.ts'
import type { SpaceRequest } from './space-item.ts'

/** A session that somebody named, with what lies on disk of it; `null` where there is none. */
export type NamedSession = { id: string; found: OldSession | null; pinned: boolean }

/** Ended sessions to the trash that a person names, whatever their age and though nothing else holds their results. Pure. */
export function planSessionTrash(named: readonly NamedSession[], request: SpaceRequest): PlannedItems {
  const planned: PlannedItems = { items: [], omitted: [] }
  for (const one of named) {
    const omission = whyNot(one)
    if (planned.items.length >= request.limit)
      planned.omitted.push(beyondLimit(one.id, request.limit, 'session'))
    else if (omission !== null || one.found === null) planned.omitted.push(omission ?? unknown(one.id))
    else planned.items.push(itemOf(one.found, request))
  }
  return planned
}

const unknown = (name: string): PlanOmission => ({ name, reason: 'There is no such session.' })

function whyNot({ id: name, found, pinned }: NamedSession): PlanOmission | null {
  if (found === null) return unknown(name)
  const { session, ended, integrated } = found
  if (session.state === 'active') return { name, reason: 'It is active, and is not touched.' }
  if (session.state === 'stale')
    return { name, reason: 'It is stale: clean-up or recovery ends it, and then it can go.' }
  if (pinned) return { name, reason: 'Somebody keeps it: it is pinned. Unpin it first.' }
  const reason = obstacleTo(ended) ?? integrated.obstacle
  return reason === null ? null : { name, reason }
}

function itemOf({ session, ended, integrated, lackingResults }: OldSession, request: SpaceRequest) {
  const what = isOnlyCopy(session)
    ? 'It was never integrated, and these are its only results'
    : lackingResults > 0
      ? lacks(lackingResults)
      : 'It was named'
  return trashItem(session.id, what, [ended, integrated], request)
}
