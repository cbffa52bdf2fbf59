import type { PlanRequest } from '#lib/model/recovery.ts'
import type { RepairFinding, RepairOutlook, RepairPreview } from '#lib/model/repair.ts'

export type RepairOffer = { words: string; request: PlanRequest }

/** What was found in a file, what would be done with it, and what may be asked for: the first is what is advised. */
export type RepairJudgement = { found: string; would: string; offers: RepairOffer[] }

type Judged = Pick<RepairPreview, 'target' | 'finding' | keyof RepairOutlook>

/** `path` is how the file is asked for. Pure. */
export function judgeRepair(preview: Judged, path: string): RepairJudgement {
  const { finding, done, acceptable } = preview
  const ask = (words: string, accept: boolean): RepairOffer => ({
    words,
    request: { action: 'repair', files: [path], accept },
  })
  return {
    found: foundIn(finding),
    would: wouldBeDone(preview),
    offers: [
      ...(done === null ? [] : [ask(done === 'set_aside' ? 'Set it aside…' : 'Repair…', false)]),
      ...(acceptable ? [ask('Accept what is proposed…', true)] : []),
    ],
  }
}

function foundIn(finding: RepairFinding): string {
  switch (finding.kind) {
    case 'whole':
      return 'It is whole JSON.'
    case 'cut':
      return 'It was cut short: it breaks off before its end.'
    case 'noise':
    case 'hopeless':
    case 'unseen':
      return finding.reason
  }
}

function wouldBeDone({ target, finding, undecided, done }: Judged): string {
  if (finding.kind === 'whole') return 'Nothing in it is to be repaired.'
  if (target.sessionState === 'active') return ACTIVE
  switch (done) {
    case 'completed':
      return `Repair keeps all that stands whole, and closes it. ${KEPT}`
    case 'accepted':
      return `Repair writes it as JSON that says the same. ${KEPT}`
    case 'set_aside':
      return finding.kind === 'cut' ? `${ASIDE} ${AGAIN}` : `${undecided ?? ''} ${ASIDE}`.trim()
    case null:
      if (finding.kind === 'unseen') return 'Nothing can be proposed.'
      return finding.kind === 'hopeless' ? `${undecided ?? ''} ${STAYS}`.trim() : (undecided ?? '')
  }
}

const ACTIVE = 'Its session is active, so nothing of it is touched. Look again once it has ended.'
const KEPT = 'The file as it is goes to the quarantine; undo brings it back.'
const ASIDE = 'Repair sets it aside, whole; undo brings it back.'
const AGAIN = 'It can be made again of the results of its session: integrate that.'
const STAYS = 'It was set aside, and stays there.'
