import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Step } from '#lib/model/plan.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { makePlanItem } from '#lib/testing/make-plan-item.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { progressOf } from './item-progress.ts'
import { hashOf } from './make-bytes.ts'
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
  return { root: home.results, operationId: 'operation', item: makePlanItem({ steps }), first: 0 }
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
    'chmod-directory',
    (home) => [
      {
        kind: 'chmod-directory',
        path: 'temp',
        mode: 0o700,
        modeBefore: 0o755,
        inode: lstatSync(home.at('temp')).ino,
      },
    ],
    (home) => expect(lstatSync(home.at('temp')).mode & 0o777).toBe(0o700),
  ],
  [
    'make, of what another step takes',
    (home) => {
      home.write('temp/c.json', '{"c": "cut', { ageMs: 60_000 })
      const stamp = stampOf(home, 'temp/c.json')
      const made = Buffer.from('{"c": "cut"}\n')
      return [
        { kind: 'move', from: 'temp/c.json', to: '.quarantine/o/c.json', stamp },
        {
          kind: 'make',
          to: 'temp/c.json',
          recipe: { by: 'repair', from: 'temp/c.json' },
          sizeBytes: made.length,
          sha256: hashOf(made),
          modifiedAtMs: 1_700_000_000_250,
        },
      ]
    },
    (home) => {
      const stat = lstatSync(home.at('temp/c.json'))
      expect([stat.mode & 0o777, stat.mtimeMs]).toEqual([0o600, 1_700_000_000_250])
      expect(readFileSync(home.at('temp/c.json'), 'utf8')).toBe('{"c": "cut"}\n')
      expect(readFileSync(home.at('.quarantine/o/c.json'), 'utf8')).toBe('{"c": "cut')
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

describe('compressing', () => {
  it('packs a log that is longer than one part, and any gunzip reads it', () => {
    using home = temporaryHome()
    const text = Array.from({ length: 300_000 }, (_, at) => `line ${at} of a log that is long enough`).join(
      '\n',
    )
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024)
    home.write('a.log', text)
    const step: Step = { kind: 'compress', from: 'a.log', to: 'a.log.gz', stamp: stampOf(home, 'a.log') }
    performItem(workOf(home, [step]))
    expect(spawnSync('gunzip', ['-c', home.at('a.log.gz')], { maxBuffer: 1e9 }).stdout.toString()).toBe(text)
    const [back] = reverseSteps([step], 'undo') ?? []
    if (back?.kind !== 'decompress') throw new Error('It is not unpacked again.')
    performItem({ ...workOf(home, [{ ...back, stamp: stampOf(home, 'a.log.gz') }]), operationId: 'undo' })
    expect(readFileSync(home.at('a.log'), 'utf8')).toBe(text)
  })

  it('leaves a file alone that somebody has open to write to it', () => {
    using home = temporaryHome()
    home.write('a.log', 'first\n')
    const before = treeOf(home)
    const stamp = stampOf(home, 'a.log')
    const descriptor = openSync(home.at('a.log'), 'a')
    try {
      const step: Step = { kind: 'compress', from: 'a.log', to: 'a.log.gz', stamp }
      expect(() => performItem(workOf(home, [step]))).toThrow(/open in a process/)
      expect(treeOf(home)).toEqual(before)
      writeSync(descriptor, 'second\n')
    } finally {
      closeSync(descriptor)
    }
    expect(readFileSync(home.at('a.log'), 'utf8')).toBe('first\nsecond\n')
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
