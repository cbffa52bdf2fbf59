import { describe, expect, it } from 'vitest'
import type { RepairEvidence, RepairFinding, RepairProposal, RepairTarget } from '#lib/model/repair.ts'
import { outlookOf } from './decide-repair.ts'

const target: RepairTarget = {
  root: 'results',
  path: 'completed/s/a.json',
  name: 'completed/s/a.json',
  standsAt: 'completed/s/a.json',
  kind: 'result',
  sessionId: 's',
  taskId: null,
  agent: null,
  sessionState: 'ended',
  hasResults: true,
}
const stamp: RepairEvidence['stamp'] = { sizeBytes: 1, modifiedAtMs: 0, inode: 1 }
const proposal: RepairProposal = { sizeBytes: 1, sha256: '', agreement: 'same', sessionId: 's', fields: [] }
const cut: RepairFinding = { kind: 'cut', sizeBytes: 1, sha256: '', missing: null }
const noise = (of: RepairProposal | null): RepairFinding => ({ kind: 'noise', reason: 'Why.', proposal: of })
const hopeless = (of: RepairProposal | null): RepairFinding => ({
  kind: 'hopeless',
  reason: 'Why.',
  proposal: of,
})

const outlook = (finding: RepairFinding, of: Partial<RepairTarget> = {}) =>
  outlookOf({ target: { ...target, ...of }, stamp, sha256: '', finding })

describe('a broken file', () => {
  it('is repaired where nothing is in doubt', () => {
    expect(outlook(cut)).toEqual({ done: 'completed', acceptable: false, undecided: null })
    expect(outlook(noise(proposal))).toEqual({ done: 'accepted', acceptable: false, undecided: null })
  })

  it.each<[string, Partial<RepairProposal>, RegExp]>([
    ['another session', { sessionId: 't' }, /does not name the session/],
    ['no session', { sessionId: null }, /does not name the session/],
    ['something else', { agreement: 'differs' }, /does not say the same/],
    ['what is not clear', { agreement: 'unclear' }, /not clear/],
  ])('is left to a person where what is proposed says %s', (_what, differing, why) => {
    expect(outlook(noise({ ...proposal, ...differing }))).toEqual({
      done: null,
      acceptable: true,
      undecided: expect.stringMatching(why),
    })
  })

  it('is set aside where nothing can be known, once', () => {
    expect(outlook(hopeless(proposal))).toMatchObject({ done: 'set_aside', acceptable: true })
    expect(outlook(hopeless(null))).toMatchObject({ done: 'set_aside', acceptable: false })
    const path = '.quarantine/o/a.json'
    expect(outlook(hopeless(proposal), { path })).toMatchObject({ done: null, acceptable: true })
    expect(outlook(hopeless(null), { path })).toMatchObject({ done: null, acceptable: false })
  })

  it('is set aside where it can be made again of results', () => {
    expect(outlook(cut, { kind: 'integrated' })).toMatchObject({ done: 'set_aside' })
    expect(outlook(cut, { kind: 'integrated', hasResults: false })).toMatchObject({ done: 'completed' })
  })

  it('is left alone where nothing is wrong or known, or its session is at work', () => {
    const nothing = { done: null, acceptable: false }
    for (const finding of [noise(null), { kind: 'whole' } as const, { kind: 'unseen', reason: '' } as const])
      expect(outlook(finding)).toMatchObject(nothing)
    for (const finding of [cut, noise(proposal), hopeless(proposal)])
      expect(outlook(finding, { sessionState: 'active' })).toMatchObject(nothing)
  })
})
