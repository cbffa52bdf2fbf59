import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal } from '#lib/journal/journal.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { environmentOff } from '../../scripts/find-faketime.mjs'

const DAY_MS = 86_400_000

/** The program as it is, on a machine whose clock is off by so many days. */
const runOff = (days: number, home: TemporaryHome, ...args: string[]) =>
  runTrinitas([...args, '--home', home.path], { env: days === 0 ? {} : environmentOff(days) })

/** Sessions, logs, reports and trash of so many days ago; two that are kept, and one at work. */
function fill(home: TemporaryHome, days: number): void {
  const ageMs = days * DAY_MS
  for (const id of ['done', 'wanted']) {
    home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ageMs })
    home.write(`integrated/${id}_integrated.json`, `{"session_id": "${id}"}`, { ageMs })
  }
  home.result({ session_id: 'alone' }, { directory: 'completed/alone', name: 'alone.json', ageMs })
  home.result({ session_id: 'at_work' }, { name: 'at_work.json' })
  mkdirSync(join(home.path, 'logs'), { recursive: true })
  for (const name of ['errors.log.1', 'health_report_1.txt']) {
    writeFileSync(join(home.path, 'logs', name), 'x')
    setAge(join(home.path, 'logs', name), ageMs)
  }
  home.write('.trash/op/completed/x.json', '{}')
  setAge(home.at('.trash/op'), ageMs)
  expect(runOff(0, home, 'pin', 'wanted').code).toBe(0)
}

const treeOf = ({ path }: TemporaryHome): string[] =>
  snapshotTree(path, { without: ['monitor', '.trash', 'parallel_results/.trash', 'logs/recovery.log'] })

function consent(home: TemporaryHome): void {
  const journal = createJournal(join(home.path, 'monitor'))
  journal.consents().give(ownUser())
  journal.close()
}

describe.runIf(process.platform === 'linux')('a clock that jumps', () => {
  it('back by 40 days makes nothing old, be it a month past its retention', () => {
    using home = temporaryHome()
    fill(home, 39)
    consent(home)
    const before = snapshotTree(home.results)
    expect(runOff(-40, home, 'free-space', '--yes').out).toContain('A run would have nothing to do.')
    expect(runOff(-40, home, 'trash', 'purge', '--expired', '--yes').out).toContain('Nothing has been')
    expect(snapshotTree(home.results)).toEqual(before)
    expect(runOff(0, home, 'free-space', '--preview').out).toMatch(/would move 4 files/)
  })

  it('ahead by 40 days moves what it finds old to the trash, and the right time brings all of it back', () => {
    using home = temporaryHome()
    fill(home, 1)
    const before = treeOf(home)
    const report = JSON.parse(runOff(40, home, 'free-space', '--yes', '--json').out)
    expect(report.operation).toMatchObject({ status: 'done', files: 4 })
    for (const path of ['completed/alone/alone.json', 'completed/wanted/wanted.json', 'temp/at_work.json'])
      expect(treeOf(home).join('\n')).toContain(`parallel_results/${path}`)
    expect(runOff(0, home, 'trash', 'purge', '--expired', '--yes').out).toContain('Nothing has been')
    expect(runOff(0, home, 'undo', report.operation.id, '--yes')).toMatchObject({ code: 0 })
    expect(treeOf(home)).toEqual(before)
  })

  it('ahead by 40 days removes nothing for good, whoever consented before', () => {
    using home = temporaryHome()
    fill(home, 1)
    consent(home)
    const before = snapshotTree(home.at('.trash'))
    for (const args of [
      ['trash', 'purge', '--expired', '--yes'],
      ['free-space', '--yes'],
      ['trash', 'purge', '--expired', '--yes'],
    ])
      runOff(40, home, ...args)
    expect(snapshotTree(home.at('.trash'))).toEqual(expect.arrayContaining(before))
  })
})
