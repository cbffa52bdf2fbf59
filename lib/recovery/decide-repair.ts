import type { QuarantineNote } from '#lib/model/quarantine-note.ts'
import type { RepairEvidence, RepairOutlook, RepairProposal } from '#lib/model/repair.ts'
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

type Deciding = Pick<RepairRequest, 'accept' | 'named' | 'settleMs' | 'nowMs'>

/** What is done with a file: `stands` is what lies in its place afterwards. */
export type Decision = {
  done: QuarantineNote['done']
  reason: string
  missing: string | null
  stands: Pick<RepairProposal, 'sizeBytes' | 'sha256'> | null
  /** Whether a person has to know that it says what was meant. */
  judged: boolean
}

/** What is done, why nothing is, or `null` where nothing has to be. */
export function decideRepair(one: RepairEvidence, request: Deciding): Decision | string | null {
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

/** What would be done with a file that is asked for by name, once nobody is writing it. */
export function outlookOf(one: RepairEvidence): RepairOutlook {
  const doneWhere = (accept: boolean): Decision['done'] | null => {
    const decision = decideRepair(one, { accept, named: true, settleMs: 0, nowMs: 0 })
    return decision === null || typeof decision === 'string' ? null : decision.done
  }
  const done = doneWhere(false)
  const acceptable = done !== 'accepted' && doneWhere(true) === 'accepted'
  return { done, acceptable, undecided: whyUndecided(one) }
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
function whyUndecided({ target, finding }: Pick<RepairEvidence, 'target' | 'finding'>): string | null {
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
