import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { HOUR_MS } from '#lib/testing/recovery-home.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { HOOKS, hookAt } from '#lib/testing/sound-home.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const AGE = { ageMs: 3 * HOUR_MS }
const run = (home: TemporaryHome, ...args: string[]) => runTrinitas([...args, '--home', home.path])
const text = hookText(hookResult({ session_id: 's', result: '# Answer\nwith more\n' }, Date.now() - HOUR_MS))
const cut = text.slice(0, text.indexOf('more'))

/** Without what the product keeps for itself, and the log of what it did. */
const treeOf = (home: TemporaryHome): string[] =>
  snapshotTree(home.path, {
    without: [
      'monitor',
      'logs',
      '.trash',
      '.quarantine',
      'parallel_results/.trash',
      'parallel_results/.quarantine',
    ],
  })

describe('trinitas repair', () => {
  it('prints what a file that was cut short is once it is completed, and what was done, and changes nothing', () => {
    using home = temporaryHome()
    const path = home.write('completed/s/s_a_1.json', cut, AGE)
    const before = treeOf(home)
    for (const name of [path, 'completed/s/s_a_1.json']) {
      const { out, err, code } = run(home, 'repair', name)
      expect(out).toBe(`${cut}"}\n`)
      expect(err).toContain('was cut short. All that stands whole is kept')
      expect(err).toContain('"result" breaks off; missing: error, metadata.')
      expect(code).toBe(0)
    }
    expect(treeOf(home)).toEqual(before)
  })

  it('reads a file anywhere, and prints the whole of a long one', () => {
    using home = temporaryHome()
    using other = temporaryHome()
    const long = `{"session_id": "s", "result": "${'x'.repeat(400_000)}`
    const path = other.write('temp/long.json', long)
    expect(run(home, 'repair', path)).toMatchObject({ code: 0, out: `${long}"}\n` })
    expect(run(home, 'repair', path, '--write', '--yes')).toMatchObject({ code: 1 })
    expect(readFileSync(path, 'utf8')).toBe(long)
  })

  it('prints what is proposed for noise, with why a person must look where somebody must', () => {
    using home = temporaryHome()
    const path = home.write('completed/s/s_a_1.json', text.replace('"success"', 'None'), AGE)
    const { out, err, code } = run(home, 'repair', path)
    expect(JSON.parse(out).status).toBeNull()
    expect(err).toContain('What is proposed does not say the same: look at it.')
    expect(err).toContain('changed: status: None → null')
    expect(code).toBe(0)
    expect(run(home, 'repair', path, '--write', '--yes')).toMatchObject({ code: 1 })
    expect(run(home, 'repair', path, '--write', '--accept', '--yes').out).toContain('Repaired: 1 file')
    expect(JSON.parse(readFileSync(path, 'utf8')).status).toBeNull()
  })

  it('ends with 1 where nothing can be made of it, with 0 where nothing has to be, and says what there is not', () => {
    using home = temporaryHome()
    expect(run(home, 'repair', home.write('completed/s/no.json', 'no JSON', AGE))).toMatchObject({
      code: 1,
      out: '',
    })
    const whole = home.write('completed/s/s_a_1.json', text, AGE)
    expect(run(home, 'repair', whole)).toMatchObject({ code: 0, out: text })
    expect(run(home, 'repair', 'nothing.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no file nothing.json here'),
    })
    expect(run(home, 'repair')).toMatchObject({ code: 2, err: expect.stringContaining('Name one file') })
  })

  it('makes it a plan with --write, of all that is broken where none is named', () => {
    using home = temporaryHome()
    home.write('completed/s/s_a_1.json', cut, AGE)
    home.write('completed/s/s_b_2.json', 'no JSON', AGE)
    expect(run(home, 'repair', '--write')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
    const { out, code } = run(home, 'repair', '--write', '--yes')
    expect(out).toContain('It is set aside, whole.')
    expect(out).toContain('Repaired: 2 files')
    expect(code).toBe(0)
  })
})

describe('trinitas integrate', () => {
  it('merges what is named, or all that never was', () => {
    using home = temporaryHome()
    for (const id of ['s', 't'])
      home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ...AGE })
    expect(run(home, 'integrate', 's', '--yes').out).toContain('Integrated: 1 item')
    expect(JSON.parse(readFileSync(home.at('integrated/s_integrated.json'), 'utf8')).session_id).toBe('s')
    expect(JSON.parse(run(home, 'integrate', '--yes', '--json').out)).toMatchObject({
      operation: { action: 'integrate', items: [{ name: 't', outcome: 'done' }] },
    })
    expect(run(home, 'integrate', '--yes')).toMatchObject({
      code: 0,
      out: 'Every session that has ended is integrated.\n',
    })
  })
})

describe('trinitas fix and free-space', () => {
  it('set modes, and say that nothing is to be done where nothing is', () => {
    using home = temporaryHome()
    const hook = hookAt(home, HOOKS[0])
    mkdirSync(dirname(hook), { recursive: true })
    writeFileSync(hook, '#!/bin/sh\n', { mode: 0o644 })
    expect(run(home, 'fix', 'hooks', '--yes').out).toContain(
      'hooks/core/trinitas_protocol_injector.sh to 700',
    )
    expect(run(home, 'fix', 'permissions', '--yes')).toMatchObject({ code: 0 })
    expect([hook, home.results].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
    expect(run(home, 'fix', 'permissions', '--yes').out).toBe('Nothing is open to other users.\n')
    expect(run(home, 'free-space', '--yes').out).toContain('No log is long or old')
    expect(run(home, 'fix')).toMatchObject({ code: 2 })
  })
})

describe('trinitas free-space', () => {
  it('says by kinds what it removes, and with --preview nothing more', () => {
    using home = temporaryHome()
    const ageMs = 8 * 24 * HOUR_MS
    home.result({ session_id: 'old' }, { directory: 'completed/old', ageMs })
    home.write('integrated/old_integrated.json', '{}', { ageMs })
    const preview = run(home, 'free-space', '--preview')
    expect(preview).toMatchObject({ code: 0 })
    expect(preview.out).toMatch(/Completed sessions, kept for 7 days: 1 session, 1 file, /)
    expect(preview.out).toContain('Rotated logs, kept for 30 days: nothing to remove')
    expect(JSON.parse(run(home, 'free-space', '--preview', '--json').out)).toMatchObject({
      parts: [{ kind: 'completed' }, { kind: 'integrated', sizeBytes: 2 }],
    })
    expect(run(home, 'free-space', '--preview', '--keep-completed', '0').out).toContain(
      'Completed sessions, kept for ever: nothing to remove',
    )
    const done = run(home, 'free-space', '--yes')
    expect(done.out).toContain('A run would move 2 files')
    expect(done.out).toContain('Done with: 2 files')
  })
})

describe('trinitas pin', () => {
  it('keeps a session until it is unpinned, lists what is kept, and knows no other', () => {
    using home = temporaryHome()
    home.result({ session_id: 'list' }, { directory: 'completed/list' })
    expect(run(home, 'pin', 'list').out).toContain('No session is pinned.')
    expect(runTrinitas(['pin', '--home', home.path, '--', 'list'])).toMatchObject({ code: 0 })
    expect(JSON.parse(run(home, 'pin', 'list', '--json').out).pins).toMatchObject([{ session: 'list' }])
    expect(run(home, 'pin', 'nobody')).toMatchObject({ code: 2, err: expect.stringContaining('no session') })
    expect(run(home, 'unpin', 'list').out).toBe('list is not pinned any more.\n')
    expect(run(home, 'unpin', 'list').out).toBe('list was not pinned.\n')
    expect(run(home, 'audit').out).toMatch(/pin/)
  })
})

describe('trinitas trash purge --expired', () => {
  it('asks to type it, unless somebody consented on a terminal', () => {
    using home = temporaryHome()
    home.write('.trash/old/completed/x.json', '{}')
    expect(run(home, 'trash', 'purge', '--expired', '--yes').out).toContain(
      'Nothing has been in the trash past',
    )
    expect(run(home, 'trash', 'consent')).toMatchObject({ code: 2, err: expect.stringContaining('terminal') })
    expect(run(home, 'trash', 'consent', '--withdraw')).toMatchObject({ code: 0 })
  })
})

/** What is wrong with it, one of each kind that can be mended. */
function fillWithFaults(home: TemporaryHome): void {
  home.result({ session_id: 'quiet' }, { name: 'quiet_a_1.json', ...AGE })
  home.write('temp/quiet_b_2.json', cut.replace('"s"', '"quiet"'), AGE)
  home.result({ session_id: 'done' }, { directory: 'completed/done', name: 'done_a_1.json', ...AGE })
  home.write('completed/done/done_b_2.json', text.replace('"s"', '"done"').replace('1500', '12.5s'), AGE)
  home.write('completed/done/done_c_3.json', 'no JSON', AGE)
  for (const hook of HOOKS) {
    mkdirSync(dirname(hookAt(home, hook)), { recursive: true })
    writeFileSync(hookAt(home, hook), '#!/bin/sh\n', { mode: 0o644 })
  }
}

describe('trinitas recover --auto-fix', () => {
  it('leaves nothing that is wrong but what needs a person, and each operation can be taken back', () => {
    using home = temporaryHome()
    fillWithFaults(home)
    const before = treeOf(home)
    const report = JSON.parse(run(home, 'recover', '--auto-fix', '--json').out)
    expect(report).toMatchObject({
      status: 'done',
      issues_found: 6,
      issues_fixed: 6,
      sessions_moved: 1,
      left: [],
    })
    const operations: { id: string; action: string }[] = report.operations
    expect(operations.map(({ action }) => action)).toEqual([
      'repair',
      'recover',
      'integrate',
      'fix_hooks',
      'fix_permissions',
    ])
    expect(run(home, 'diagnose')).toMatchObject({ code: 0 })
    const merged = JSON.parse(readFileSync(home.at('integrated/done_integrated.json'), 'utf8'))
    expect(merged.metadata).toMatchObject({
      total_results: 2,
      unreadable_results: [{ path: expect.stringContaining('done_c_3.json') }],
    })
    for (const { id } of operations.toReversed())
      expect(run(home, 'undo', id, '--yes')).toMatchObject({ code: 0 })
    expect(treeOf(home)).toEqual(before)
  })

  it('goes on until nothing is left of what one run takes no more of', () => {
    using home = temporaryHome()
    for (const id of ['a', 'b', 'c'])
      home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ...AGE })
    const { operations } = JSON.parse(run(home, 'recover', '--auto-fix', '--json', '--run-limit', '1').out)
    expect(operations.map(({ action }: { action: string }) => action)).toEqual([
      'integrate',
      'integrate',
      'integrate',
      'fix_hooks',
      'fix_permissions',
    ])
  })

  it('leaves a session that is active as it is', () => {
    using home = temporaryHome()
    fillWithFaults(home)
    home.result({ session_id: 'busy' }, { name: 'busy_a_1.json' })
    home.write('temp/busy_b_2.json', '{"session_id": "busy", "status": "succ')
    const busy = (): string[] =>
      snapshotTree(join(home.results, 'temp')).filter((line) => line.startsWith('busy'))
    const before = busy()
    run(home, 'recover', '--auto-fix')
    expect(busy()).toEqual(before)
  })
})
