import { describe, expect, it } from 'vitest'
import type { RepairFinding, RepairProposal, RepairTarget } from '#lib/model/repair.ts'
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

/** "Repair… false" */
const offersOf = (
  finding: RepairFinding,
  { undecided = null, ...of }: Partial<RepairTarget> & { undecided?: string | null } = {},
): string[] =>
  judgeRepair({ target: { ...target, ...of }, finding, undecided }, 'a.json').offers.map(
    ({ words, request }) => {
      expect(request).toMatchObject({ action: 'repair', files: ['a.json'] })
      return `${words} ${'accept' in request && request.accept}`
    },
  )

describe('what may be done with a broken file', () => {
  it('is to repair what is not in doubt', () => {
    expect(offersOf(cut)).toEqual(['Repair… false'])
    expect(offersOf(noise(proposal))).toEqual(['Repair… false'])
  })

  it('is to accept what only a person can judge', () => {
    expect(offersOf(noise(proposal), { undecided: 'Look.' })).toEqual(['Accept what is proposed… true'])
  })

  it('is to set aside what cannot be read, first of all', () => {
    expect(offersOf(hopeless(proposal))).toEqual(['Set it aside… false', 'Accept what is proposed… true'])
    expect(offersOf(hopeless(null))).toEqual(['Set it aside… false'])
    expect(offersOf(cut, { kind: 'integrated' })).toEqual(['Set it aside… false'])
  })

  it('is not to set aside what was set aside', () => {
    const path = '.quarantine/o/a.json'
    expect(offersOf(hopeless(proposal), { path })).toEqual(['Accept what is proposed… true'])
    expect(offersOf(hopeless(null), { path })).toEqual([])
  })

  it('is nothing where nothing is known, nothing wrong, or its session is at work', () => {
    expect(offersOf(noise(null))).toEqual([])
    expect(offersOf({ kind: 'whole' })).toEqual([])
    expect(offersOf({ kind: 'unseen', reason: 'Why.' })).toEqual([])
    for (const finding of [cut, noise(proposal), hopeless(proposal)])
      expect(offersOf(finding, { sessionState: 'active' })).toEqual([])
  })
})

it('says what was found in a sentence', () => {
  for (const [finding, found] of [
    [cut, 'It was cut short: it breaks off before its end.'],
    [noise(null), 'Why.'],
    [{ kind: 'whole' }, 'It is whole JSON.'],
  ] as const)
    expect(judgeRepair({ target, finding, undecided: null }, 'a.json').found).toBe(found)
})
