import { describe, expect, it } from 'vitest'
import type { RepairEvidence, RepairFinding, RepairProposal, RepairTarget } from '#lib/model/repair.ts'
import { CUT, makeFinding, makeProposal, makeRepairTarget } from '#lib/testing/make-repair.ts'
import { outlookOf } from './decide-repair.ts'

const stamp: RepairEvidence['stamp'] = { sizeBytes: 1, modifiedAtMs: 0, inode: 1 }

const outlook = (finding: RepairFinding, of: Partial<RepairTarget> = {}) =>
  outlookOf({ target: makeRepairTarget(of), stamp, sha256: '', finding })

describe('a broken file', () => {
  it('is repaired where nothing is in doubt', () => {
    expect(outlook(CUT)).toEqual({ done: 'completed', acceptable: false, undecided: null })
    expect(outlook(makeFinding('noise'))).toEqual({ done: 'accepted', acceptable: false, undecided: null })
  })

  it.each<[string, Partial<RepairProposal>, RegExp]>([
    ['another session', { sessionId: 't' }, /does not name the session/],
    ['no session', { sessionId: null }, /does not name the session/],
    ['something else', { agreement: 'differs' }, /does not say the same/],
    ['what is not clear', { agreement: 'unclear' }, /not clear/],
  ])('is left to a person where what is proposed says %s', (_what, differing, why) => {
    expect(outlook(makeFinding('noise', makeProposal(differing)))).toEqual({
      done: null,
      acceptable: true,
      undecided: expect.stringMatching(why),
    })
  })

  it('is set aside where nothing can be known, once', () => {
    expect(outlook(makeFinding('hopeless'))).toMatchObject({ done: 'set_aside', acceptable: true })
    expect(outlook(makeFinding('hopeless', null))).toMatchObject({ done: 'set_aside', acceptable: false })
    const path = '.quarantine/o/a.json'
    expect(outlook(makeFinding('hopeless'), { path })).toMatchObject({ done: null, acceptable: true })
    expect(outlook(makeFinding('hopeless', null), { path })).toMatchObject({ done: null, acceptable: false })
  })

  it('is set aside where it can be made again of results', () => {
    expect(outlook(CUT, { kind: 'integrated' })).toMatchObject({ done: 'set_aside' })
    expect(outlook(CUT, { kind: 'integrated', hasResults: false })).toMatchObject({ done: 'completed' })
  })

  it('is left alone where nothing is wrong or known, or its session is at work', () => {
    const nothing = { done: null, acceptable: false }
    for (const finding of [
      makeFinding('noise', null),
      { kind: 'whole' } as const,
      { kind: 'unseen', reason: '' } as const,
    ])
      expect(outlook(finding)).toMatchObject(nothing)
    for (const finding of [CUT, makeFinding('noise'), makeFinding('hopeless')])
      expect(outlook(finding, { sessionState: 'active' })).toMatchObject(nothing)
  })
})
