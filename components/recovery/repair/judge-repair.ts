import type { PlanRequest } from '#lib/model/recovery.ts'
import type { RepairFinding, RepairPreview } from '#lib/model/repair.ts'

export type RepairOffer = { words: string; request: PlanRequest }

/** What was found in a file, what would be done with it, and what may be asked for: the first is what is advised. */
export type RepairJudgement = { found: string; would: string; offers: RepairOffer[] }

type Judged = Pick<RepairPreview, 'target' | 'finding' | 'undecided'>

/** As a plan of this one file would decide; see `planRepair`. `path` is how the file is asked for. Pure. */
export function judgeRepair(preview: Judged, path: string): RepairJudgement {
  const found = foundIn(preview.finding)
  if (preview.target.sessionState === 'active' && preview.finding.kind !== 'whole')
    return { found, would: ACTIVE, offers: [] }
  const ask = (words: string, accept: boolean): RepairOffer => ({
    words,
    request: { action: 'repair', files: [path], accept },
  })
  return { found, ...decide(preview, ask) }
}

const ACTIVE = 'Its session is active, so nothing of it is touched. Look again once it has ended.'

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

type Ask = (words: string, accept: boolean) => RepairOffer

function decide({ target, finding, undecided }: Judged, ask: Ask): Omit<RepairJudgement, 'found'> {
  switch (finding.kind) {
    case 'whole':
      return { would: 'Nothing in it is to be repaired.', offers: [] }
    case 'unseen':
      return { would: 'Nothing can be proposed.', offers: [] }
    case 'cut':
      if (target.kind === 'integrated' && target.hasResults)
        return {
          would: `${ASIDE} It can be made again of the results of its session: integrate that.`,
          offers: [setAside(ask)],
        }
      return {
        would: `Repair keeps all that stands whole, and closes it. ${KEPT}`,
        offers: [ask('Repair…', false)],
      }
    case 'noise': {
      const { proposal } = finding
      if (proposal === null) return { would: undecided ?? '', offers: [] }
      if (undecided !== null) return { would: undecided, offers: [accept(ask)] }
      return {
        would: `Repair writes it as JSON that says the same. ${KEPT}`,
        offers: [ask('Repair…', false)],
      }
    }
    case 'hopeless': {
      const accepts = finding.proposal === null ? [] : [accept(ask)]
      if (target.path.startsWith('.quarantine/'))
        return { would: `${undecided ?? ''} It was set aside, and stays there.`.trim(), offers: accepts }
      return { would: `${undecided ?? ''} ${ASIDE}`.trim(), offers: [setAside(ask), ...accepts] }
    }
  }
}

const KEPT = 'The file as it is goes to the quarantine; undo brings it back.'
const ASIDE = 'Repair sets it aside, whole; undo brings it back.'

const setAside = (ask: Ask): RepairOffer => ask('Set it aside…', false)
const accept = (ask: Ask): RepairOffer => ask('Accept what is proposed…', true)
