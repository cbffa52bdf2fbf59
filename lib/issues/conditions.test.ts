import { describe, expect, it } from 'vitest'
import type { HookEvidence, SpaceEvidence } from '#lib/model/issue-evidence.ts'
import { makeEvidence } from '#lib/testing/make-evidence.ts'
import { detectDiskSpace } from './detect-disk-space.ts'
import { detectHookFailure } from './detect-hook-failure.ts'

type Hook = Extract<HookEvidence, { kind: 'there' }>

const hook = (fields: Partial<Hook> = {}): Hook => ({
  kind: 'there',
  path: '/hooks/a.sh',
  what: 'file',
  mode: 0o755,
  userId: 1000,
  ...fields,
})

const MISSING: HookEvidence = { kind: 'missing', path: '/hooks/a.sh' }

describe('a hook', () => {
  const detect = (...hooks: HookEvidence[]) => detectHookFailure(makeEvidence({ hooks }))

  it.each<[string, HookEvidence]>([
    ['is executable', hook()],
    ['is executable for its owner alone', hook({ mode: 0o700 })],
    ['belongs to the system', hook({ userId: 0 })],
    ['lies where there are no modes and users', hook({ mode: null, userId: null })],
  ])('is fine where it %s', (_what, evidence) => {
    expect(detect(evidence)).toBeNull()
  })

  it.each<[string, string, HookEvidence]>([
    ['missing', 'is missing', MISSING],
    ['not executable', 'its mode is 644', hook({ mode: 0o644 })],
    ['not executable', 'its mode is 655', hook({ mode: 0o655 })],
    ['not a regular file', 'something else', hook({ what: 'other' })],
    ['not a regular file', 'a link', { kind: 'unreachable', path: '/hooks/a.sh', reason: 'a link' }],
    ['of another user', 'belongs to user 1001, the home to user 1000', hook({ userId: 1001 })],
  ])('fails where it is %s (%s)', (short, evidence, failing) => {
    expect(detect(failing, hook())).toMatchObject({
      severity: 'high',
      certainty: 'found',
      count: 1,
      description: `1 of 2 critical hooks failed: 1 ${short}`,
      action: ['not executable', 'missing'].includes(short) ? 'fix_hooks' : null,
      items: [{ name: '/hooks/a.sh', evidence: expect.stringContaining(evidence) }],
    })
  })

  it.each<[RegExp, HookEvidence[]]>([
    [/^Those that are there can be made executable, and/, [hook({ mode: 0o644 })]],
    [
      /^Those that are there [^.]*\. Those that are missing .*hooks install/,
      [hook({ mode: 0o644 }), MISSING],
    ],
    [/^Those that are missing can be restored/, [MISSING]],
    [/^Look at what is in their place/, [hook({ what: 'other' })]],
  ])('has advice for just what is wrong: %s', (advice, hooks) => {
    expect(detect(...hooks)?.advice).toMatch(advice)
  })

  it('that is missing where others capture is missed by who calls it alone', () => {
    const parts = { hooks: [MISSING, { ...MISSING, path: '/hooks/b.sh' }], captures: true }
    expect(detectHookFailure(makeEvidence(parts))).toBeNull()
    expect(detectHookFailure(makeEvidence({ ...parts, missed: ['/hooks/b.sh'] }))).toMatchObject({
      count: 1,
      action: 'fix_hooks',
      items: [{ name: '/hooks/b.sh', evidence: expect.stringContaining('settings call it') }],
      advice: expect.not.stringContaining('hooks install'),
    })
  })

  it('that is missing and does not come with this program is for its owner to write', () => {
    const foreign: HookEvidence = { kind: 'missing', path: '/hooks/mine.sh', foreign: true }
    const issue = detectHookFailure(
      makeEvidence({ hooks: [foreign], captures: true, missed: [foreign.path] }),
    )
    expect(issue).toMatchObject({
      count: 1,
      action: null,
      advice: expect.stringContaining('write them again'),
    })
  })

  it('that cannot be seen is unknown, neither fine nor failed', () => {
    const unseen: HookEvidence = { kind: 'unseen', path: '/hooks/b.sh', reason: 'No permission.' }
    expect(detect(unseen, hook())).toMatchObject({
      severity: 'medium',
      certainty: 'unknown',
      count: 1,
      description: 'The state of 1 of 2 critical hooks is unknown',
    })
    expect(detect({ kind: 'missing', path: '/hooks/a.sh' }, unseen)).toMatchObject({
      certainty: 'found',
      count: 1,
      items: [{ name: '/hooks/a.sh' }, { name: '/hooks/b.sh', evidence: 'No permission.' }],
    })
  })
})

describe('the disk', () => {
  type Seen = Extract<SpaceEvidence, { kind: 'seen' }>
  const place = (fields: Partial<Seen>): Seen => ({
    kind: 'seen',
    path: '/home',
    freeBytes: 100e6,
    freeInodes: 1000,
    ...fields,
  })
  const detect = (...space: SpaceEvidence[]) => detectDiskSpace(makeEvidence({ space }))

  it('has room with 100 MB and 1,000 inodes, or where inodes are not counted', () => {
    expect(detect(place({}), place({ freeInodes: null }))).toBeNull()
  })

  it('is short of space below 100 MB', () => {
    expect(detect(place({ freeBytes: 100e6 - 1 }), place({ path: '/other' }))).toMatchObject({
      severity: 'critical',
      count: 1,
      description: 'Low disk space on 1 file system: 100 MB free',
      action: 'free_space',
      items: [{ name: '/home' }],
    })
  })

  it('is short of inodes below 1,000, however much space is free', () => {
    expect(detect(place({ freeBytes: 1e12, freeInodes: 999 }))?.description).toBe(
      'Low disk space on 1 file system: room for 999 more files',
    )
  })

  it('is unknown where the system does not say', () => {
    expect(detect({ kind: 'unseen', path: '/home', reason: 'EIO' })).toMatchObject({
      severity: 'medium',
      certainty: 'unknown',
      count: 1,
    })
  })
})
