import { freeName } from '#lib/model/free-name.ts'
import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { NOTE_ENDING, noteText, ORIGINAL_ENDING, type QuarantineNote } from '#lib/model/quarantine-note.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { RepairEvidence, RepairProposal } from '#lib/model/repair.ts'
import type { PlannedItems } from './plan-session-move.ts'
import { QUARANTINE } from './steps.ts'

export type RepairRequest = {
  operationId: string
  user: string
  /** Whether a person has looked at what only a person can judge, and takes it. */
  accept: boolean
  /** Asked for one by one. */
  named: boolean
  settleMs: number
  nowMs: number
}

type Seen = RepairEvidence & { stamp: NonNullable<RepairEvidence['stamp']>; sha256: string }
/** What is done with a file: `stands` is what lies in its place afterwards. */
type Decision = {
  done: QuarantineNote['done']
  reason: string
  missing: string | null
  stands: Pick<RepairProposal, 'sizeBytes' | 'sha256'> | null
  /** Whether a person has to know that it says what was meant. */
  judged: boolean
}

/**
 * Broken files: the first bytes of each go to the quarantine, with a note of what they were. What was cut short is
 * completed; noise goes where two readers agree on what is meant, or a person says so; of the rest nothing is made up. Pure.
 */
export function planRepair(evidence: readonly RepairEvidence[], request: RepairRequest): PlannedItems {
  const items: PlanItem[] = []
  const omitted: PlanOmission[] = []
  const names = new Set<string>()
  for (const one of evidence) {
    const decision = decide(one, request)
    const { name } = one.target
    if (typeof decision === 'string') omitted.push({ name, reason: decision })
    else if (decision !== null && isSeen(one)) items.push(planItem(one, decision, request, names))
  }
  return { items, omitted }
}

const isSeen = (one: RepairEvidence): one is Seen => one.stamp !== null && one.sha256 !== null

/** What is done, why nothing is, or `null` where nothing has to be. */
function decide(one: RepairEvidence, request: RepairRequest): Decision | string | null {
  const { target, stamp, finding } = one
  if (finding.kind === 'unseen') return finding.reason
  if (target.sessionState === 'active') return 'Its session is active, and is not touched.'
  if (stamp !== null && Math.abs(request.nowMs - stamp.modifiedAtMs) < request.settleMs)
    return 'It changed a moment ago, and may be being written.'
  switch (finding.kind) {
    case 'whole':
      return request.named || target.kind === 'result' ? WHOLE : null
    case 'cut':
      if (target.kind === 'integrated' && target.hasResults)
        return setAside('It was cut short, and can be made again of the results of its session.')
      return {
        done: 'completed',
        reason: 'It was cut short.',
        missing: finding.missing,
        stands: finding,
        judged: false,
      }
    case 'noise': {
      const undecided = whyUndecided(one)
      if (finding.proposal !== null && (request.accept || undecided === null))
        return accepted(finding.reason, finding.proposal, undecided !== null)
      return `${finding.reason} ${undecided ?? ''}`
    }
    case 'hopeless':
      if (request.accept && finding.proposal !== null) return accepted(finding.reason, finding.proposal, true)
      // What was set aside once stays there.
      return target.path.startsWith(`${QUARANTINE}/`) ? finding.reason : setAside(finding.reason)
  }
}

const WHOLE = 'It is whole JSON, and nothing in it is to be repaired.'

const accepted = (reason: string, stands: RepairProposal, judged: boolean): Decision => ({
  done: 'accepted',
  reason,
  missing: null,
  stands,
  judged,
})

const setAside = (reason: string): Decision => ({
  done: 'set_aside',
  reason,
  missing: null,
  stands: null,
  judged: false,
})

/** Why what is proposed for noise is left to a person; `null` where it says what the source says, of this very session. */
export function whyUndecided({ target, finding }: Pick<RepairEvidence, 'target' | 'finding'>): string | null {
  if (finding.kind === 'hopeless') return 'What it should have been cannot be known.'
  if (finding.kind !== 'noise') return null
  const { proposal } = finding
  if (proposal === null) return 'Nothing can be proposed for it: correct it in an editor.'
  if (proposal.agreement === 'unclear') return 'What was meant is not clear: look at what is proposed.'
  if (proposal.agreement === 'differs') return 'What is proposed does not say the same: look at it.'
  if (target.root === 'results' && (proposal.sessionId === null || proposal.sessionId !== target.sessionId))
    return 'It does not name the session that its place and name promise: look at it.'
  return null
}

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
