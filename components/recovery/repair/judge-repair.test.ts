import { describe, expect, it } from 'vitest'
import type { RepairFinding, RepairOutlook, RepairProposal, RepairTarget } from '#lib/model/repair.ts'
import { judgeRepair } from './judge-repair.ts'

const target: RepairTarget = {
  root: 'results',
  path: 'completed/s/a.json',
  name: 'completed/s/s.json',
  standsAt: 'completed/s/a.json',
  kind: 'result',
  sessionId: 's',
  taskId: null,
  agent: null,
  sessionState: 'ended',
  hasResults: true,
}
const proposal: RepairProposal = {
  sizeBytes: 1,
  sha256: '',
  agreement: 'differs',
  sessionId: 's',
  fields: [],
}
const cut: RepairFinding = { kind: 'cut', sizeBytes: 1, sha256: '', missing: null }
const noise = (of: RepairProposal | null): RepairFinding => ({ kind: 'noise', reason: 'Why.', proposal: of })
const hopeless = (of: RepairProposal | null): RepairFinding => ({
  kind: 'hopeless',
  reason: 'Why.',
  proposal: of,
})

const nothing: RepairOutlook = { done: null, acceptable: false, undecided: null }

/** "Repair… false" */
const offersOf = (finding: RepairFinding, outlook: Partial<RepairOutlook> = {}): string[] =>
  judgeRepair({ target, finding, ...nothing, ...outlook }, 'a.json').offers.map(({ words, request }) => {
    expect(request).toMatchObject({ action: 'repair', files: ['a.json'] })
    return `${words} ${'accept' in request && request.accept}`
  })

const wouldOf = (
  finding: RepairFinding,
  outlook: Partial<RepairOutlook> = {},
  sessionState: RepairTarget['sessionState'] = 'ended',
): string =>
  judgeRepair({ target: { ...target, sessionState }, finding, ...nothing, ...outlook }, 'a.json').would

describe('what may be done with a broken file', () => {
  it('is what is done without a person, and what a person may accept', () => {
    expect(offersOf(cut, { done: 'completed' })).toEqual(['Repair… false'])
    expect(offersOf(noise(proposal), { done: 'accepted' })).toEqual(['Repair… false'])
    expect(offersOf(noise(proposal), { acceptable: true })).toEqual(['Accept what is proposed… true'])
    expect(offersOf(hopeless(proposal), { done: 'set_aside', acceptable: true })).toEqual([
      'Set it aside… false',
      'Accept what is proposed… true',
    ])
    expect(offersOf(noise(null))).toEqual([])
  })
})

describe('what would be done is said', () => {
  it('by what is done', () => {
    expect(wouldOf(cut, { done: 'completed' })).toMatch(/^Repair keeps all .* closes it\./)
    expect(wouldOf(noise(proposal), { done: 'accepted' })).toMatch(/JSON that says the same/)
    expect(wouldOf(cut, { done: 'set_aside' })).toMatch(/sets it aside.*integrate that/)
    expect(wouldOf(hopeless(null), { done: 'set_aside', undecided: 'Who knows.' })).toMatch(
      /^Who knows\. Repair sets it aside/,
    )
  })

  it('by why nothing is', () => {
    expect(wouldOf(noise(proposal), { undecided: 'Look.' })).toBe('Look.')
    expect(wouldOf(hopeless(null))).toBe('It was set aside, and stays there.')
    expect(wouldOf({ kind: 'whole' }, {}, 'active')).toBe('Nothing in it is to be repaired.')
    expect(wouldOf({ kind: 'unseen', reason: 'Why.' })).toBe('Nothing can be proposed.')
    expect(wouldOf(cut, {}, 'active')).toMatch(/^Its session is active/)
  })
})

it('says what was found in a sentence', () => {
  for (const [finding, found] of [
    [cut, 'It was cut short: it breaks off before its end.'],
    [noise(null), 'Why.'],
    [{ kind: 'whole' }, 'It is whole JSON.'],
  ] as const)
    expect(judgeRepair({ target, finding, ...nothing }, 'a.json').found).toBe(found)
})
