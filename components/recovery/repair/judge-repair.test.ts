import { describe, expect, it } from 'vitest'
import type { RepairFinding, RepairOutlook, RepairTarget } from '#lib/model/repair.ts'
import { CUT, makeFinding, makeRepairTarget } from '#lib/testing/make-repair.ts'
import { judgeRepair } from './judge-repair.ts'

const nothing: RepairOutlook = { done: null, acceptable: false, undecided: null }

/** "Repair… false" */
const offersOf = (finding: RepairFinding, outlook: Partial<RepairOutlook> = {}): string[] =>
  judgeRepair({ target: makeRepairTarget(), finding, ...nothing, ...outlook }, 'a.json').offers.map(
    ({ words, request }) => {
      expect(request).toMatchObject({ action: 'repair', files: ['a.json'] })
      return `${words} ${'accept' in request && request.accept}`
    },
  )

const wouldOf = (
  finding: RepairFinding,
  outlook: Partial<RepairOutlook> = {},
  sessionState: RepairTarget['sessionState'] = 'ended',
): string =>
  judgeRepair({ target: makeRepairTarget({ sessionState }), finding, ...nothing, ...outlook }, 'a.json').would

describe('what may be done with a broken file', () => {
  it('is what is done without a person, and what a person may accept', () => {
    expect(offersOf(CUT, { done: 'completed' })).toEqual(['Repair… false'])
    expect(offersOf(makeFinding('noise'), { done: 'accepted' })).toEqual(['Repair… false'])
    expect(offersOf(makeFinding('noise'), { acceptable: true })).toEqual(['Accept what is proposed… true'])
    expect(offersOf(makeFinding('hopeless'), { done: 'set_aside', acceptable: true })).toEqual([
      'Set it aside… false',
      'Accept what is proposed… true',
    ])
    expect(offersOf(makeFinding('noise', null))).toEqual([])
  })
})

describe('what would be done is said', () => {
  it('by what is done', () => {
    expect(wouldOf(CUT, { done: 'completed' })).toMatch(/^Repair keeps all .* closes it\./)
    expect(wouldOf(makeFinding('noise'), { done: 'accepted' })).toMatch(/JSON that says the same/)
    expect(wouldOf(CUT, { done: 'set_aside' })).toMatch(/sets it aside.*integrate that/)
    expect(wouldOf(makeFinding('hopeless', null), { done: 'set_aside', undecided: 'Who knows.' })).toMatch(
      /^Who knows\. Repair sets it aside/,
    )
  })

  it('by why nothing is', () => {
    expect(wouldOf(makeFinding('noise'), { undecided: 'Look.' })).toBe('Look.')
    expect(wouldOf(makeFinding('hopeless', null))).toBe('It was set aside, and stays there.')
    expect(wouldOf({ kind: 'whole' }, {}, 'active')).toBe('Nothing in it is to be repaired.')
    expect(wouldOf({ kind: 'unseen', reason: 'Why.' })).toBe('Nothing can be proposed.')
    expect(wouldOf(CUT, {}, 'active')).toMatch(/^Its session is active/)
  })
})

it('says what was found in a sentence', () => {
  for (const [finding, found] of [
    [CUT, 'It was cut short: it breaks off before its end.'],
    [makeFinding('noise', null), 'Why.'],
    [{ kind: 'whole' }, 'It is whole JSON.'],
  ] as const)
    expect(judgeRepair({ target: makeRepairTarget(), finding, ...nothing }, 'a.json').found).toBe(found)
})
