import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { stampFrom } from './list-directory.ts'
import { type PinnedDirectory, pinDirectory } from './pinned-directory.ts'
import { placeFile } from './place-file.ts'
import { putBack, takeFile } from './take-file.ts'

type Stage = { home: TemporaryHome; from: PinnedDirectory; to: PinnedDirectory; staging: PinnedDirectory }

function withStage(work: (stage: Stage) => void): void {
  using home = temporaryHome()
  home.write('temp/a.json', '{"a": 1}')
  chmodSync(home.at('temp/a.json'), 0o640)
  utimesSync(home.at('temp/a.json'), 1_700_000_000, 1_700_000_000)
  using from = pinDirectory(home.results, 'temp')
  using to = pinDirectory(home.results, '.trash/operation', { make: true })
  using staging = pinDirectory(home.results, '.staging', { make: true })
  work({ home, from, to, staging })
}

const meantOf = ({ home }: Stage) => stampFrom(lstatSync(home.at('temp/a.json')))

/** What is taken gets its new place, or comes back. */
function move(stage: Stage, meant = meantOf(stage), name = 'a.json'): void {
  const from = { directory: stage.from, name: 'a.json' }
  const staging = { directory: stage.staging, name: '0' }
  takeFile({ from, staging, meant })
  try {
    placeFile(staging, { directory: stage.to, name })
  } catch (error) {
    putBack({ from, staging })
    throw error
  }
  unlinkSync(stage.staging.at('0'))
}

describe('a file that is taken and placed', () => {
  it('takes bytes, mode and time along, and leaves nothing behind', () =>
    withStage((stage) => {
      const { home } = stage
      const before = lstatSync(home.at('temp/a.json'))
      move(stage)
      const after = lstatSync(home.at('.trash/operation/a.json'))
      expect([after.mode, after.mtimeMs, after.ino]).toEqual([before.mode, before.mtimeMs, before.ino])
      expect(readFileSync(home.at('.trash/operation/a.json'), 'utf8')).toBe('{"a": 1}')
      expect([readdirSync(home.at('temp')), readdirSync(home.at('.staging'))]).toEqual([[], []])
    }))

  it('stops at a name that is there, and everything stays as it was', () =>
    withStage((stage) => {
      writeFileSync(stage.home.at('.trash/operation/a.json'), 'there first')
      const before = snapshotTree(stage.home.path)
      expect(() => move(stage)).toThrow(expect.objectContaining({ code: 'name_taken' }))
      expect(snapshotTree(stage.home.path)).toEqual(before)
    }))

  it.each([
    [
      'another file has its name',
      ({ home }: Stage) => {
        writeFileSync(home.at('temp/b.json'), '{"a": 2}')
        renameSync(home.at('temp/b.json'), home.at('temp/a.json'))
      },
    ],
    ['it grew', ({ home }: Stage) => writeFileSync(home.at('temp/a.json'), '{"a": 1}', { flag: 'a' })],
    [
      'it is a link',
      ({ home }: Stage) => {
        renameSync(home.at('temp/a.json'), home.at('temp/real.json'))
        symlinkSync('real.json', home.at('temp/a.json'))
      },
    ],
    [
      'it is a directory',
      ({ home }: Stage) => {
        renameSync(home.at('temp/a.json'), home.at('temp/real.json'))
        mkdirSync(home.at('temp/a.json'))
      },
    ],
    ['it is gone', ({ home }: Stage) => renameSync(home.at('temp/a.json'), home.at('temp/real.json'))],
  ])('is refused where %s, and everything stays as it is', (_what, change) =>
    withStage((stage) => {
      const meant = meantOf(stage)
      change(stage)
      const before = snapshotTree(stage.home.path)
      expect(() => move(stage, meant)).toThrow(expect.objectContaining({ code: 'file_changed' }))
      expect(snapshotTree(stage.home.path)).toEqual(before)
    }),
  )

  it.each(['', '.', '..', 'a/b', '../a.json', '/etc/passwd', 'a\0b'])('takes "%s" for no name', (name) =>
    withStage((stage) => {
      expect(() => move(stage, meantOf(stage), name)).toThrow(
        expect.objectContaining({ code: 'path_outside' }),
      )
      expect(readFileSync(stage.home.at('temp/a.json'), 'utf8')).toBe('{"a": 1}')
    }),
  )

  it('copies and compares where the target is on another file system, and overwrites nothing there either', () =>
    withStage(({ home }) => {
      const script = `
        const { putBack, takeFile } = await import('#lib/store/take-file.ts')
        const { placeFile } = await import('#lib/store/place-file.ts')
        const { pinDirectory } = await import('#lib/store/pinned-directory.ts')
        const { stampFrom } = await import('#lib/store/list-directory.ts')
        const { lstatSync, readFileSync, readdirSync, unlinkSync, writeFileSync } = await import('node:fs')
        const results = process.argv[1]
        const [from, to, staging] = ['temp', '.trash/operation', '.staging'].map((path) => pinDirectory(results, path))
        const source = { directory: from, name: 'a.json' }
        const staged = { directory: staging, name: '0' }
        const move = (name) => {
          takeFile({ from: source, staging: staged, meant: stampFrom(lstatSync(from.at('a.json'))) })
          try { placeFile(staged, { directory: to, name }) } catch (error) { putBack({ from: source, staging: staged }); throw error }
          unlinkSync(staging.at('0'))
        }
        writeFileSync(to.at('taken.json'), 'there first')
        let code = ''
        try { move('taken.json') } catch (error) { code = error.code }
        move('a.json')
        const { mode, mtimeMs } = lstatSync(to.at('a.json'))
        console.log(JSON.stringify([code, readFileSync(to.at('taken.json'), 'utf8'), readFileSync(to.at('a.json'), 'utf8'),
          (mode & 0o777).toString(8), mtimeMs, readdirSync(from.at('.').slice(0, -2)), readdirSync(staging.at('x').slice(0, -2))]))`
        .replace("from.at('.').slice(0, -2)", "results + '/temp'")
        .replace("staging.at('x').slice(0, -2)", "results + '/.staging'")
      const mounted = `mount -t tmpfs tmpfs '${home.at('.trash/operation')}' && exec '${process.execPath}' --input-type=module -e "$0" '${home.results}'`
      const { stdout, stderr } = spawnSync(
        'unshare',
        ['--user', '--map-root-user', '--mount', 'sh', '-c', mounted, script],
        {
          encoding: 'utf8',
          cwd: root,
        },
      )
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual([
        'name_taken',
        'there first',
        '{"a": 1}',
        '640',
        1_700_000_000_000,
        [],
        [],
      ])
    }))
})

describe('a pinned directory', () => {
  it('is made level by level, for the user alone', () => {
    using home = temporaryHome()
    using pinned = pinDirectory(home.results, 'a/b/c', { make: true })
    for (const path of ['a', 'a/b', 'a/b/c']) expect(lstatSync(home.at(path)).mode & 0o777).toBe(0o700)
    expect(pinned.path).toBe(home.at('a/b/c'))
  })

  it('is refused behind a link at any level, and nothing is made there', () => {
    using home = temporaryHome()
    using outside = temporaryHome()
    symlinkSync(outside.path, home.at('completed/link'))
    for (const path of ['completed/link', 'completed/link/a', 'completed/link/a/b'])
      expect(() => pinDirectory(home.results, path, { make: true })).toThrow(
        expect.objectContaining({ code: 'path_outside' }),
      )
    expect(readdirSync(outside.path)).toEqual(['parallel_results'])
  })

  it('stays the one that it was, whatever takes its place', () => {
    using home = temporaryHome()
    using outside = temporaryHome()
    using pinned = pinDirectory(home.results, 'temp')
    renameSync(home.at('temp'), home.at('moved'))
    symlinkSync(outside.path, home.at('temp'))
    writeFileSync(pinned.at('a.json'), '1')
    expect([readdirSync(home.at('moved')), readdirSync(outside.path)]).toEqual([
      ['a.json'],
      ['parallel_results'],
    ])
  })
})
