import { spawnSync } from 'node:child_process'
import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { fillForCleanUp, HOUR_MS } from '#lib/testing/recovery-home.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

function filled(): TemporaryHome {
  const home = temporaryHome()
  fillForCleanUp({ home })
  home.result({ session_id: 'young' }, { ageMs: HOUR_MS })
  return home
}

const run = (home: TemporaryHome, ...args: string[]) => runTrinitas([...args, '--home', home.path])

const treeOf = (home: TemporaryHome): string[] => snapshotTree(home.results, { without: ['.trash'] })

/** On a terminal, where somebody types. */
function type(
  home: TemporaryHome,
  args: readonly string[],
  typed: string,
): { out: string; code: number | null } {
  const command = `'${root}bin/trinitas' ${args.join(' ')} --home '${home.path}'`
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], {
    input: `${typed}\n`,
    encoding: 'utf8',
  })
  return { out: stdout, code: status }
}

const operationIn = (out: string): string => /trinitas undo (\S+)/.exec(out)?.[1] ?? ''

describe('trinitas cleanup', () => {
  it('shows what it would do, and changes nothing where nobody can be asked', () => {
    using home = filled()
    const before = treeOf(home)
    const { out, err, code } = run(home, 'cleanup')
    expect(out).toMatch(/^=== Cleanup Stale Sessions ===\nrun: 2 of 3 expected results, quiet for 3 h\.\n/)
    expect(out).toContain('move temp/run_metadata.json → failed/run/run_metadata.json (21 B)')
    expect([err, code]).toEqual([
      'Nothing was changed: this asks on a terminal. Or say so beforehand with --yes.\n',
      2,
    ])
    expect(treeOf(home)).toEqual(before)
  })

  it('prints the line that users know, and how to take it back', () => {
    using home = filled()
    const { out, code } = run(home, 'cleanup', '--yes')
    expect(out).toMatch(/\nCleaned 1 stale sessions\nTo take it back: trinitas undo \S+\n$/)
    expect(code).toBe(0)
    expect(run(home, 'cleanup', '--yes')).toMatchObject({
      code: 0,
      out: '=== Cleanup Stale Sessions ===\nNothing has been quiet for 2 h.\nCleaned 0 stale sessions\n',
    })
  })

  it('asks on a terminal, and takes no answer for a yes that is none', () => {
    using home = filled()
    const before = treeOf(home)
    for (const typed of ['n', '', 'no', 'purge']) {
      const { out, code } = type(home, ['cleanup'], typed)
      expect(out).toContain('Nothing was changed.')
      expect(code).toBe(1)
    }
    expect(treeOf(home)).toEqual(before)
    expect(type(home, ['cleanup'], 'y')).toMatchObject({ code: 0, out: expect.stringContaining('Cleaned 1') })
  })

  it('says why, with 1, where something is to be cleaned up and may not be', () => {
    using home = filled()
    symlinkSync('/tmp', home.at('failed/run'))
    const { out, code } = run(home, 'cleanup', '--yes')
    expect(out).toMatch(
      /\nNothing of it can be done\. run: .*failed\/run.* is a symbolic link.*\nCleaned 0 stale sessions\n$/s,
    )
    expect(code).toBe(1)
  })

  it('takes what was quiet for the time that is named, or the sessions that are', () => {
    using home = filled()
    expect(JSON.parse(run(home, 'cleanup', '--yes', '--json', '--older-than', '30m').out)).toMatchObject({
      cleaned: 2,
      operation: { status: 'done', action: 'clean_up' },
    })
    using other = filled()
    expect(run(other, 'cleanup', 'young', '--yes').out).toContain('Cleaned 1 stale sessions')
    expect(readdirSync(other.at('failed'))).toEqual(['young'])
    expect(run(other, 'cleanup', 'run_1', '--yes')).toMatchObject({
      code: 1,
      out: expect.stringContaining('run_1: It is active, and is not touched.'),
    })
    expect(run(other, 'cleanup', '--older-than', 'soon')).toMatchObject({
      code: 2,
      err: '--older-than is "soon": expected a time such as 30m or 2h.\n',
    })
  })
})

describe('trinitas recover', () => {
  it('says what is wrong, moves what is incomplete, and prints the report that users know', () => {
    using home = filled()
    const before = treeOf(home)
    expect(run(home, 'recover')).toMatchObject({ code: 2, err: expect.stringContaining('--auto-fix') })
    expect(run(home, 'recover', '--diagnose-only').out).toEqual(run(home, 'diagnose').out)
    expect(treeOf(home)).toEqual(before)
    const { out } = run(home, 'recover', '--auto-fix')
    expect(out).toMatch(/^Found \d+ issues:\n/)
    expect(out).toMatch(
      /\nRecovery Report:\nStatus: done\nIssues found: \d+\nIssues fixed: 5\nSessions moved: 2\n/,
    )
    expect(readdirSync(home.at('failed')).sort()).toEqual(['run', 'young'])
  })

  it('prints a report for scripts, with what was done', () => {
    using home = filled()
    const report = JSON.parse(run(home, 'recover', '--auto-fix', '--json').out)
    expect(report).toMatchObject({
      status: 'done',
      issues_fixed: 5,
      sessions_moved: 2,
      operations: [
        { action: 'recover', items: [{ name: 'run' }, { name: 'young' }] },
        { action: 'integrate', items: [{ name: 'done' }] },
        { action: 'fix_hooks' },
        { action: 'fix_permissions' },
      ],
      left: [],
    })
  })
})

describe('trinitas undo', () => {
  it('brings the tree back as it was', () => {
    using home = filled()
    const before = treeOf(home)
    const operation = operationIn(run(home, 'cleanup', '--yes').out)
    expect(run(home, 'undo', operation, '--yes').out).toMatch(
      /\nTaken back: 3 files, .+ \(operation \S+\)\.\n$/,
    )
    expect(treeOf(home)).toEqual(before)
    expect(run(home, 'undo', operation, '--yes')).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${operation} was taken back already, by `),
    })
    expect(run(home, 'undo', 'nothing', '--yes')).toMatchObject({
      code: 2,
      err: 'There is no operation "nothing".\n',
    })
  })
})

describe('trinitas trash', () => {
  it('lists, restores, and removes for good only what is typed on a terminal', () => {
    using home = filled()
    run(home, 'undo', operationIn(run(home, 'cleanup', '--yes').out), '--yes')
    const { trash } = JSON.parse(run(home, 'trash', 'list', '--json').out)
    expect(trash).toMatchObject([{ files: 1 }])
    expect(run(home, 'trash', 'purge')).toMatchObject({
      code: 2,
      err: 'Nothing was changed: this asks on a terminal.\n',
    })
    for (const typed of ['y', 'yes', '']) expect(type(home, ['trash', 'purge'], typed).code).toBe(1)
    expect(run(home, 'trash', 'restore', '--yes').out).toContain('Restored: 1 file')
    expect(readdirSync(home.at('failed/run'))).toEqual(['recovery_report.json'])
    expect(run(home, 'trash', 'list').out).toBe('=== Trash ===\nIt is empty.\n')

    run(home, 'undo', operationIn(run(home, 'cleanup', '--yes').out), '--yes')
    expect(type(home, ['trash', 'purge'], 'purge').out).toContain('Removed for good: 1 file')
    expect(run(home, 'trash', 'list').out).toBe('=== Trash ===\nIt is empty.\n')
  })
})

describe('trinitas snooze', () => {
  it('keeps an issue from being spoken of until then, and no longer', () => {
    using home = filled()
    const types = (...more: string[]): string[] =>
      JSON.parse(run(home, 'diagnose', '--json', ...more).out).issues.map(
        ({ type }: { type: string }) => type,
      )
    const before = types()
    expect(before).toContain('hook_failure')
    expect(run(home, 'snooze', 'hook_failure', '--for', '1h').out).toMatch(/^hook_failure is snoozed until /)
    expect(types()).toEqual(before.filter((type) => type !== 'hook_failure'))
    expect(types('--all')).toEqual(before)
    expect(run(home, 'diagnose').out).toContain('Snoozed: 1 issue; --all lists them too.')
    run(home, 'snooze', 'hook_failure', '--for', '1ms')
    expect(types()).toEqual(before)
    run(home, 'snooze', 'hook_failure')
    expect(run(home, 'snooze', 'hook_failure', '--wake').out).toBe('hook_failure is spoken of again.\n')
    expect(types()).toEqual(before)
    expect(run(home, 'snooze', 'everything')).toMatchObject({
      code: 2,
      err: expect.stringContaining('expected one of incomplete_session, '),
    })
  })
})

describe('trinitas audit', () => {
  it('lists who did what, and names the first entry that is not as it was written', () => {
    using home = filled()
    run(home, 'cleanup', '--yes')
    expect(run(home, 'audit').out).toMatch(
      /^=== Audit ===\n2 {2}.* clean_up {2}done .*\n1 {2}.* clean_up {2}begun /,
    )
    expect(run(home, 'audit', '--verify')).toMatchObject({
      code: 0,
      out: '✅ The chain is unbroken: 2 entries.\n',
    })
    const db = new DatabaseSync(join(home.path, 'monitor/journal.db'))
    db.exec("UPDATE audit SET user = 'somebody' WHERE seq = 2")
    db.close()
    expect(run(home, 'audit', '--verify')).toMatchObject({
      code: 1,
      out: '❌ The chain is broken: entry 2 is not as it was written.\n',
    })
    expect(JSON.parse(run(home, 'audit', '--json', '--user', 'somebody').out).rows).toMatchObject([
      { seq: 2 },
    ])
  })
})
