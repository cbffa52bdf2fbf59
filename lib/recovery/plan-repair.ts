import { freeName } from '#lib/model/free-name.ts'
import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { NOTE_ENDING, noteText, ORIGINAL_ENDING, type QuarantineNote } from '#lib/model/quarantine-note.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { RepairEvidence, RepairTarget } from '#lib/model/repair.ts'
import { type Decision, decideRepair, type RepairRequest } from './decide-repair.ts'
import { beyondLimit, type PlannedItems } from './planned-items.ts'
import { QUARANTINE } from './steps.ts'

type Seen = RepairEvidence & { stamp: NonNullable<RepairEvidence['stamp']>; sha256: string }

/**
 * Broken files: the first bytes of each go to the quarantine, with a note of what they were. What was cut short is
 * completed; noise goes where two readers agree on what is meant, or a person says so; of the rest nothing is made up.
 * `examine` says what lies in one; beyond the limit of a run it is not asked. Pure but for that.
 */
export async function planRepair(
  targets: readonly RepairTarget[],
  examine: (target: RepairTarget) => Promise<RepairEvidence>,
  request: RepairRequest & { limit: number },
): Promise<PlannedItems> {
  const items: PlanItem[] = []
  const omitted: PlanOmission[] = []
  const names = new Set<string>()
  for (const target of targets) {
    const { name } = target
    if (items.length >= request.limit) {
      omitted.push(beyondLimit(name, request.limit, 'file'))
      continue
    }
    const one = await examine(target)
    const decision = decideRepair(one, request)
    if (typeof decision === 'string') omitted.push({ name, reason: decision })
    else if (decision !== null && isSeen(one)) items.push(planItem(one, decision, request, names))
  }
  return { items, omitted }
}

const isSeen = (one: RepairEvidence): one is Seen => one.stamp !== null && one.sha256 !== null

function planItem(one: Seen, decision: Decision, request: RepairRequest, names: Set<string>): PlanItem {
  const { target, stamp } = one
  const { stands } = decision
  const base = splitPath(target.path).name
  const name = freeName(stands === null ? base : `${base}${ORIGINAL_ENDING}`, (taken) => names.has(taken))
  names.add(name)
  const aside = `${QUARANTINE}/${request.operationId}/${name}`
  const steps: Step[] = [
    { kind: 'write', to: `${aside}${NOTE_ENDING}`, text: noteText(noteOf(one, decision, request)) },
    { kind: 'move', from: target.path, to: aside, stamp },
  ]
  if (stands !== null)
    steps.push({
      kind: 'make',
      to: target.standsAt,
      recipe: { by: 'repair', from: target.path },
      sizeBytes: stands.sizeBytes,
      sha256: stands.sha256,
      // A repair is no activity: the session is as old as it was.
      modifiedAtMs: stamp.modifiedAtMs,
    })
  return {
    name: target.name,
    sessionId: target.sessionId,
    scope: 'files',
    root: target.root,
    reason: sentenceOf(decision),
    steps,
    inputs: [],
    files: 1,
    sizeBytes: stamp.sizeBytes,
    freesBytes: null,
  }
}

function noteOf(
  { target, stamp, sha256 }: Seen,
  { done, reason, missing, stands }: Decision,
  { operationId, user, nowMs }: RepairRequest,
): QuarantineNote {
  return {
    path: target.path,
    done,
    session_id: target.sessionId,
    task_id: target.taskId,
    agent: target.agent,
    operation: operationId,
    time: new Date(nowMs).toISOString(),
    user,
    reason,
    bytes: stamp.sizeBytes,
    sha256,
    missing,
    repaired: stands && {
      bytes: stands.sizeBytes,
      sha256: stands.sha256,
      modified_at_ms: stamp.modifiedAtMs,
    },
  }
}

function sentenceOf({ done, reason, missing, judged }: Decision): string {
  switch (done) {
    case 'completed':
      return `${reason} All that stands whole is kept, and it is closed. ${missing ?? 'Nothing is missing.'}`
    case 'accepted':
      return `${reason} ${judged ? 'It is written as was proposed, by whoever accepts that.' : 'It is written as JSON that says the same.'}`
    case 'set_aside':
      return `${reason} It is set aside, whole.`
  }
}
