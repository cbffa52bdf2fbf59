import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { PlanItem, Step } from '#lib/model/plan.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { progressOf } from './item-progress.ts'
import { ItemFailed, performItem, takeBackItem, type Work } from './perform-item.ts'
import { reverseSteps, takes } from './steps.ts'
import { removeStaging } from './workshop.ts'

const stampOf = (home: TemporaryHome, path: string) => stampFrom(lstatSync(home.at(path)))

function prepared(): TemporaryHome {
  const home = temporaryHome()
  home.write('temp/a.json', `{"a": "${'text '.repeat(100)}"}`)
  home.write('temp/b.json', '{"b": 1}')
  chmodSync(home.at('temp/a.json'), 0o640)
  utimesSync(home.at('temp/a.json'), 1_700_000_000, 1_700_000_000.25)
  return home
}

function workOf(home: TemporaryHome, steps: Step[]): Work {
  const item: PlanItem = { name: 'x', sessionId: null, reason: '', steps, files: 0, sizeBytes: 0 }
  return { root: home.results, operationId: 'operation', item, first: 0 }
}

const treeOf = (home: TemporaryHome): string[] => {
  removeStaging(home.results, '.staging/operation')
  return snapshotTree(home.results)
}

type Case = [kind: string, steps: (home: TemporaryHome) => Step[], check: (home: TemporaryHome) => void]

const CASES: Case[] = [
  [
    'move',
    (home) => [
      { kind: 'make-directory', path: 'failed/x', mode: 0o700 },
      { kind: 'move', from: 'temp/a.json', to: 'failed/x/a.json', stamp: stampOf(home, 'temp/a.json') },
    ],
    (home) => expect(lstatSync(home.at('failed/x/a.json')).mtimeMs).toBe(1_700_000_000_250),
  ],
  [
    'trash',
    (home) => [
      { kind: 'trash', from: 'temp/a.json', to: '.trash/o/a.json', stamp: stampOf(home, 'temp/a.json') },
    ],
    (home) => expect(readdirSync(home.at('.trash/o'))).toEqual(['a.json']),
  ],
  [
    'write',
    () => [{ kind: 'write', to: 'temp/new.json', text: '{}\n' }],
    (home) => {
      expect(readFileSync(home.at('temp/new.json'), 'utf8')).toBe('{}\n')
      expect(lstatSync(home.at('temp/new.json')).mode & 0o777).toBe(0o600)
    },
  ],
  [
    'link-backup',
    (home) => [
      { kind: 'link-backup', from: 'temp/a.json', to: '.q/a.json', stamp: stampOf(home, 'temp/a.json') },
    ],
    (home) => expect(readFileSync(home.at('.q/a.json'))).toEqual(readFileSync(home.at('temp/a.json'))),
  ],
  [
    'chmod',
    (home) => [
      {
        kind: 'chmod',
        path: 'temp/a.json',
        mode: 0o600,
        modeBefore: 0o640,
        stamp: stampOf(home, 'temp/a.json'),
      },
    ],
    (home) => expect(lstatSync(home.at('temp/a.json')).mode & 0o777).toBe(0o600),
  ],
  [
    'compress',
    (home) => [
      { kind: 'compress', from: 'temp/a.json', to: 'temp/a.json.gz', stamp: stampOf(home, 'temp/a.json') },
    ],
    (home) => {
      expect(readdirSync(home.at('temp'))).toEqual(['a.json.gz', 'b.json'])
      const stat = lstatSync(home.at('temp/a.json.gz'))
      expect([stat.mode & 0o777, stat.mtimeMs]).toEqual([0o640, 1_700_000_000_250])
      expect(gunzipSync(readFileSync(home.at('temp/a.json.gz'))).toString()).toContain('text text')
    },
  ],
  [
    'remove-directory',
    (home) => {
      mkdirSync(home.at('running/x'), { recursive: true })
      chmodSync(home.at('running/x'), 0o750)
      return [{ kind: 'remove-directory', path: 'running/x', mode: 0o750 }]
    },
    (home) => expect(readdirSync(home.at('running'))).toEqual([]),
  ],
]

describe.each(CASES)('a step: %s', (_kind, stepsOf, check) => {
  it('is done, done again without effect, and taken back by its reverse', () => {
    using home = prepared()
    const steps = stepsOf(home)
    const before = treeOf(home)
    performItem(workOf(home, steps))
    check(home)
    const after = treeOf(home)
    expect(after).not.toEqual(before)
    // What takes nothing is done again without harm.
    expect(progressOf(workOf(home, steps))).toBe(steps.some(takes) ? 'complete' : 'begun')
    performItem(workOf(home, steps))
    expect(treeOf(home)).toEqual(after)

    const reversed = (reverseSteps(steps, 'undo') ?? []).map((step) =>
      'from' in step ? { ...step, stamp: stampOf(home, step.from) } : step,
    )
    performItem({ ...workOf(home, reversed), operationId: 'undo' })
    removeStaging(home.results, '.staging/undo')
    expect(treeOf(home).filter((line) => !/^\.(?:trash|q)/.test(line))).toEqual(before)
  })

  it('is taken back where a later step of its item fails', () => {
    using home = prepared()
    const steps = stepsOf(home)
    home.write('failed/taken.json', 'there first')
    const failing: Step = {
      kind: 'move',
      from: 'temp/b.json',
      to: 'failed/taken.json',
      stamp: stampOf(home, 'temp/b.json'),
    }
    const before = treeOf(home)
    expect(() => performItem(workOf(home, [...steps, failing]))).toThrow(
      expect.objectContaining({ takenBack: true, cause: expect.objectContaining({ code: 'name_taken' }) }),
    )
    // Directories that were made for it may stay, empty.
    expect(treeOf(home).filter((line) => !/^\.(?:trash|q)/.test(line))).toEqual(before)
  })
})

describe('an item', () => {
  it('that purges removes those files and no others, and has no reverse', () => {
    using home = prepared()
    const steps: Step[] = [{ kind: 'purge', from: 'temp/a.json', stamp: stampOf(home, 'temp/a.json') }]
    performItem(workOf(home, steps))
    expect(treeOf(home).filter((line) => line.startsWith('temp/'))).toEqual([
      expect.stringMatching(/^temp\/ /),
      expect.stringMatching(/^temp\/b.json /),
    ])
    expect(reverseSteps(steps, 'undo')).toBeNull()
    expect(progressOf(workOf(home, steps))).toBe('complete')
  })

  it('takes no file but the one that was meant', () => {
    using home = prepared()
    const stamp = stampOf(home, 'temp/a.json')
    writeFileSync(home.at('temp/a.json'), 'more', { flag: 'a' })
    const before = treeOf(home)
    for (const kind of ['move', 'trash', 'compress', 'link-backup'] as const)
      expect(() => performItem(workOf(home, [{ kind, from: 'temp/a.json', to: 'failed/a', stamp }]))).toThrow(
        ItemFailed,
      )
    expect(() => performItem(workOf(home, [{ kind: 'purge', from: 'temp/a.json', stamp }]))).toThrow(
      ItemFailed,
    )
    expect(treeOf(home)).toEqual(before)
  })

  it.each([
    ['the size and the time', '{"b": 2}'],
    ['nothing in it', ''],
    ['the beginning', '{"b"'],
  ])('leaves what has its place, though it has %s of the file that was to come there', (_what, content) => {
    using home = prepared()
    const stamp = stampOf(home, 'temp/b.json')
    home.write('failed/b.json', content)
    const { atime, mtime } = lstatSync(home.at('temp/b.json'))
    utimesSync(home.at('failed/b.json'), atime, mtime)
    const before = treeOf(home)
    const move: Step = { kind: 'move', from: 'temp/b.json', to: 'failed/b.json', stamp }
    expect(() => performItem(workOf(home, [move]))).toThrow(ItemFailed)
    expect(treeOf(home)).toEqual(before)
  })

  it('waits for no pipe that has the place of what it writes', () => {
    using home = prepared()
    spawnSync('mkfifo', [home.at('failed/report.json')])
    const write: Step = { kind: 'write', to: 'failed/report.json', text: '{}' }
    expect(() => performItem(workOf(home, [write]))).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'name_taken' }) }),
    )
  })

  it('writes nothing where something is, and follows no link to anywhere', () => {
    using home = prepared()
    using outside = temporaryHome()
    symlinkSync(outside.path, home.at('failed/link'))
    const before = [treeOf(home), snapshotTree(outside.path)]
    const stamp = stampOf(home, 'temp/a.json')
    for (const steps of [
      [{ kind: 'write', to: 'temp/a.json', text: 'other' }],
      [{ kind: 'write', to: 'failed/link/a.json', text: 'other' }],
      [{ kind: 'move', from: 'temp/a.json', to: 'failed/link/a.json', stamp }],
      [{ kind: 'move', from: 'temp/a.json', to: '../a.json', stamp }],
    ] satisfies Step[][])
      expect(() => performItem(workOf(home, steps))).toThrow()
    expect([treeOf(home), snapshotTree(outside.path)]).toEqual(before)
  })

  it('that was begun is told from one that was not, and can be taken back', () => {
    using home = prepared()
    const steps: Step[] = ['a', 'b'].map((name) => ({
      kind: 'move',
      from: `temp/${name}.json`,
      to: `failed/${name}.json`,
      stamp: stampOf(home, `temp/${name}.json`),
    }))
    const work = workOf(home, steps)
    const before = treeOf(home)
    expect(progressOf(work)).toBe('untouched')
    mkdirSync(home.at('.staging/operation'), { recursive: true })
    renameSync(home.at('temp/a.json'), home.at('.staging/operation/0'))
    linkSync(home.at('.staging/operation/0'), home.at('failed/a.json'))
    expect(progressOf(work)).toBe('begun')
    takeBackItem(work)
    expect(treeOf(home)).toEqual(before)
  })
})
