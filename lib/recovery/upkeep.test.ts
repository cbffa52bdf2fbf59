import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { CONSENT_WORDS } from '#lib/model/recovery.ts'
import { HOUR_MS, type RecoveryHome, recoveryHome, refusalOf } from '#lib/testing/recovery-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { HOOKS, hookAt } from '#lib/testing/sound-home.ts'
import { setAge } from '#lib/testing/temporary-home.ts'

const DAY_MS = 24 * HOUR_MS
const OURS = ['monitor', '.trash', 'parallel_results/.trash', 'logs/recovery.log']
/** The log of what is done comes with it. */
const treeOf = ({ home }: RecoveryHome): string[] =>
  snapshotTree(home.path, { without: OURS }).filter((line) => line !== 'logs/ 700')
const modeOf = (path: string): number => statSync(path).mode & 0o777

async function undo(place: RecoveryHome, operation: string): Promise<void> {
  await place.execute(await place.plan({ action: 'undo', operation }))
}

describe('fixing hooks', () => {
  it('makes executable what is a regular file of ours, and restores what is missing', async () => {
    await using place = recoveryHome()
    const [injector, capture, prepare, integrate] = HOOKS.map((hook) => hookAt(place.home, hook)) as [
      string,
      string,
      string,
      string,
    ]
    for (const hook of [injector, capture, prepare]) {
      mkdirSync(dirname(hook), { recursive: true })
      writeFileSync(hook, '#!/bin/sh\n', { mode: 0o644 })
    }
    rmSync(prepare)
    symlinkSync('/bin/true', prepare)
    const before = treeOf(place)
    const plan = await place.plan({ action: 'fix_hooks' })
    expect(plan.omitted).toMatchObject([
      { name: 'hooks/python/prepare_parallel_tasks.py', reason: expect.stringContaining('symbolic link') },
    ])
    const { id } = await place.execute(plan)
    expect([injector, capture, integrate].map(modeOf)).toEqual([0o700, 0o700, 0o700])
    expect(modeOf('/bin/true') & 0o100).toBe(0o100)
    expect(
      [injector, integrate].map((hook) => readFileSync(hook, 'utf8').includes('Called as the original')),
    ).toEqual([false, true])
    await undo(place, id)
    expect(treeOf(place)).toEqual(before)
  })

  it('exchanges those of the original where that is wanted, with what crontabs call, and brings them back', async () => {
    await using place = recoveryHome()
    mkdirSync(dirname(hookAt(place.home, HOOKS[0])), { recursive: true })
    for (const hook of [HOOKS[1], 'monitoring/session_monitor.sh']) {
      mkdirSync(dirname(hookAt(place.home, hook)), { recursive: true })
      writeFileSync(hookAt(place.home, hook), '#!/bin/bash\nexit 7\n', { mode: 0o755 })
      setAge(hookAt(place.home, hook), 60_000)
    }
    // No text, which a plan cannot keep.
    mkdirSync(dirname(hookAt(place.home, HOOKS[3])), { recursive: true })
    writeFileSync(hookAt(place.home, HOOKS[3]), Buffer.of(0x7f, 0xff), { mode: 0o755 })
    const before = treeOf(place)
    const plan = await place.plan({ action: 'fix_hooks', old: 'replace' })
    expect(plan.command).toBe('trinitas fix hooks --replace-old')
    const { id } = await place.execute(plan)
    const monitor = hookAt(place.home, 'monitoring/session_monitor.sh')
    expect(spawnSync(monitor, ['status'], { encoding: 'utf8' }).stdout).toMatch(/^=== Active Sessions ===/)
    expect([HOOKS[1], HOOKS[3]].map((hook) => modeOf(hookAt(place.home, hook)))).toEqual([0o700, 0o700])
    await expect(place.plan({ action: 'fix_hooks', old: 'replace' })).rejects.toMatchObject({
      code: 'nothing_to_do',
    })
    await undo(place, id)
    expect(treeOf(place)).toEqual(before)
  })

  it('writes over nothing that came in the place of what is missing', async () => {
    await using place = recoveryHome()
    const plan = await place.plan({ action: 'fix_hooks' })
    const hook = hookAt(place.home, HOOKS[0])
    mkdirSync(dirname(hook), { recursive: true })
    writeFileSync(hook, 'mine')
    expect((await refusalOf(place.execute(plan))).drift).toHaveLength(1)
    expect(readFileSync(hook, 'utf8')).toBe('mine')
  })

  it('needs none where Claude Code calls the capture hooks', async () => {
    await using place = recoveryHome()
    await place.execute(await place.plan({ action: 'install_hooks', project: null, old: 'keep' }))
    await expect(place.plan({ action: 'fix_hooks' })).rejects.toMatchObject({ code: 'nothing_to_do' })
  })

  it('leaves one alone that was exchanged after the plan was made', async () => {
    await using place = recoveryHome()
    const hook = hookAt(place.home, HOOKS[0])
    mkdirSync(dirname(hook), { recursive: true })
    writeFileSync(hook, 'first', { mode: 0o644 })
    const plan = await place.plan({ action: 'fix_hooks' })
    rmSync(hook)
    writeFileSync(hook, 'other', { mode: 0o644 })
    expect((await refusalOf(place.execute(plan))).drift).toHaveLength(1)
    expect(modeOf(hook)).toBe(0o644)
  })
})

describe('fixing permissions', () => {
  it('sets 600 and 700 in the home and the results, and undo sets what was there', async () => {
    await using place = recoveryHome()
    place.home.result({ session_id: 's' }, { directory: 'completed/s', ageMs: HOUR_MS })
    const hook = hookAt(place.home, HOOKS[0])
    mkdirSync(dirname(hook), { recursive: true })
    writeFileSync(hook, '#!/bin/sh\n', { mode: 0o755 })
    chmodSync(place.home.path, 0o755)
    const before = treeOf(place)
    const { id } = await place.execute(await place.plan({ action: 'fix_permissions' }))
    const modes = treeOf(place).map((line) => line.split(' ').slice(0, 2).join(' '))
    expect(modes.filter((line) => !/(?:\/ 700| 600)$/.test(line))).toEqual([`hooks/${HOOKS[0]} 700`])
    await expect(place.plan({ action: 'fix_permissions' })).rejects.toMatchObject({ code: 'nothing_to_do' })
    await undo(place, id)
    expect(treeOf(place)).toEqual(before)
  })

  it('follows no link, touches no active session, and no file that has another name', async () => {
    await using place = recoveryHome()
    await using outside = recoveryHome()
    const theirs = outside.home.write('temp/x.json', '{}')
    chmodSync(theirs, 0o644)
    symlinkSync(theirs, place.home.at('completed/link.json'))
    symlinkSync(outside.home.path, place.home.at('completed/directory'))
    linkSync(theirs, place.home.at('completed/second.json'))
    const busy = place.home.at(place.home.result({ session_id: 'busy' }))
    const plan = await place.plan({ action: 'fix_permissions' })
    expect(plan.omitted).toMatchObject([
      { name: 'completed/second.json', reason: expect.stringContaining('2 names') },
      { name: expect.stringContaining('temp/busy_'), reason: expect.stringContaining('active') },
    ])
    await place.execute(plan)
    expect([modeOf(theirs), modeOf(busy), modeOf(dirname(busy))]).toEqual([0o644, 0o644, 0o700])
  })
})

describe('fixing permissions of a session that becomes active meanwhile', () => {
  it('changes nothing', async () => {
    await using place = recoveryHome()
    const path = place.home.result({ session_id: 's' }, { name: 's_a_1.json', ageMs: HOUR_MS })
    const plan = await place.plan({ action: 'fix_permissions' })
    place.home.result({ session_id: 's' }, { name: 's_b_2.json' })
    expect((await refusalOf(place.execute(plan))).drift).toMatchObject([
      { changes: ['The session of temp/s_a_1.json is active.'] },
    ])
    expect(modeOf(place.home.at(path))).toBe(0o644)
  })
})

function log({ home }: RecoveryHome, name: string, bytes: number, ageMs: number): string {
  const path = join(home.path, 'logs', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'A line as a log has it, one like the other.\n'.repeat(Math.ceil(bytes / 44)))
  setAge(path, ageMs)
  return path
}

/** Until not one byte more can be written. */
function fillUp(path: string): void {
  const filler = openSync(path, 'w')
  for (const size of [65_536, 4096, 1])
    expect(() => {
      for (;;) writeSync(filler, randomBytes(size))
    }).toThrow(/ENOSPC/)
  closeSync(filler)
}

describe('freeing space', () => {
  it('compresses logs that nobody wrote to for a day, the shortest first, and undo unpacks them', async () => {
    await using place = recoveryHome()
    const long = log(place, 'session_monitor.log.1', 300_000, 2 * DAY_MS)
    log(place, 'health_report_20261123_211055.txt', 100_000, 2 * DAY_MS)
    const young = log(place, 'errors.log', 200_000, HOUR_MS)
    const text = readFileSync(long)
    const before = treeOf(place)
    const plan = await place.plan({ action: 'free_space' })
    expect(plan.items.map(({ name }) => name)).toEqual([
      'logs/health_report_20261123_211055.txt',
      'logs/session_monitor.log.1',
    ])
    expect(plan.items.every(({ freesBytes, sizeBytes }) => Number(freesBytes) > sizeBytes * 0.9)).toBe(true)
    const { id } = await place.execute(plan)
    expect(gunzipSync(readFileSync(`${long}.gz`))).toEqual(text)
    expect([existsSync(long), existsSync(young)]).toEqual([false, true])
    await undo(place, id)
    expect(treeOf(place)).toEqual(before)
  })

  it('rotates a long log that nobody writes to, and the next run compresses it; both are undone', async () => {
    await using place = recoveryHome()
    const path = log(place, 'session_monitor.log', 0, 0)
    truncateSync(path, 101e6)
    setAge(path, 2 * DAY_MS)
    const before = treeOf(place)
    const modes = await place.execute(await place.plan({ action: 'fix_permissions' }))
    const plan = await place.plan({ action: 'free_space' })
    expect(plan.omitted).toMatchObject([{ later: true }])
    const rotated = await place.execute(plan)
    const packed = await place.execute(await place.plan({ action: 'free_space' }))
    expect(existsSync(`${path}.1.gz`)).toBe(true)
    for (const { id } of [packed, rotated, modes]) await undo(place, id)
    expect(treeOf(place)).toEqual(before)
  })

  it('rotates a long log that is being written, and loses no line of it', async () => {
    await using place = recoveryHome()
    const path = log(place, 'session_monitor.log', 0, 0)
    truncateSync(path, 101e6)
    log(place, 'session_monitor.log.1', 10, HOUR_MS)
    const writer = spawn('sh', [
      '-c',
      `i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "line $i" >> '${path}'; done`,
    ])
    const held = openSync(path, 'a')
    await place.execute(await place.plan({ action: 'free_space' }))
    writeSync(held, 'by whoever had it open\n')
    closeSync(held)
    if (writer.exitCode === null) await once(writer, 'exit')
    const rotated = `${path.slice(0, -4)}.log.2`
    const tail = (file: string): string =>
      existsSync(file) ? spawnSync('tail', ['-c', '100000', file], { encoding: 'latin1' }).stdout : ''
    const lines = new Set(`${tail(rotated)}${tail(path)}`.replaceAll('\0', '').split('\n'))
    expect([...Array(3000).keys()].filter((at) => !lines.has(`line ${at + 1}`))).toEqual([])
    expect(lines.has('by whoever had it open')).toBe(true)
    expect(statSync(rotated).size).toBeGreaterThan(101e6 - 1)
  })

  it('moves results past their retention to the trash, and none that was never integrated', async () => {
    await using place = recoveryHome()
    const old = (id: string, area: string, days: number): void =>
      void place.home.result(
        { session_id: id, ...(area === 'failed' ? { status: 'error' } : {}) },
        { directory: `${area}/${id}`, name: `${id}.json`, ageMs: days * DAY_MS },
      )
    old('kept', 'completed', 6)
    old('past', 'completed', 8)
    old('alone', 'completed', 8)
    old('failed', 'failed', 29)
    old('failed_past', 'failed', 31)
    old('failed_alone', 'failed', 31)
    for (const id of ['kept', 'past', 'failed_past'])
      place.home.write(`integrated/${id}_integrated.json`, '{}')
    const before = place.tree()
    const plan = await place.plan({ action: 'free_space' })
    expect(plan.items).toMatchObject([
      { name: 'failed_past', freesBytes: 0 },
      { name: 'past', freesBytes: 0, reason: expect.stringContaining('once it is purged') },
    ])
    expect(plan.omitted).toMatchObject([
      { name: 'failed_alone', reason: expect.stringContaining('never integrated') },
      { name: 'alone', reason: expect.stringContaining('never integrated') },
    ])
    const { id } = await place.execute(plan)
    expect(existsSync(place.home.at(`.trash/${id}/completed/past/past.json`))).toBe(true)
    expect(existsSync(place.home.at('completed/past'))).toBe(false)
    await undo(place, id)
    expect(place.tree()).toEqual(before)
  })

  it('purges what is past its retention in the trash without a word only where somebody consented', async () => {
    await using place = recoveryHome()
    const { recovery } = place
    place.home.write('.trash/old/completed/x.json', '{}')
    place.home.write('.trash/new/completed/y.json', '{}')
    setAge(place.home.at('.trash/old'), 8 * DAY_MS)
    const expired = { action: 'trash_purge', entries: null, expired: true } as const
    expect(await place.plan(expired)).toMatchObject({ typed: 'purge', items: [{ name: 'old' }] })
    expect(() => recovery.setConsent(recovery.by, 'yes')).toThrow(/Type "purge expired trash"/)
    recovery.setConsent(recovery.by, CONSENT_WORDS)
    expect(recovery.consent()).toMatchObject({ user: recovery.by.name })
    const withdrawn = await place.plan(expired)
    recovery.setConsent(recovery.by, null)
    expect(await refusalOf(place.execute(withdrawn))).toMatchObject({ code: 'not_confirmed' })
    recovery.setConsent(recovery.by, CONSENT_WORDS)
    const plan = await place.plan(expired)
    expect(plan.typed).toBeNull()
    await place.execute(plan)
    expect(readdirSync(place.home.at('.trash'))).toEqual(['new'])
    expect(await place.plan({ ...expired, expired: false })).toMatchObject({ typed: 'purge' })
  })

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'works with no byte free: it begins where least room is needed',
    async () => {
      await using place = recoveryHome()
      const { path } = place.home
      // Else it would be the machine's own disk that is filled.
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m,mode=700', 'tmpfs', path]).status).toBe(0)
      try {
        const short = log(place, 'a.log.1', 1_000_000, 2 * DAY_MS)
        const long = log(place, 'b.log.1', 20_000_000, 2 * DAY_MS)
        // Something that is planned lays the reserve in, as it would have been long before.
        await place.plan({ action: 'free_space' })
        fillUp(join(path, 'filler'))
        const operation = await place.execute(await place.plan({ action: 'free_space' }))
        expect(operation).toMatchObject({ status: 'done', items: [{ outcome: 'done' }, { outcome: 'done' }] })
        expect([existsSync(short), existsSync(long)]).toEqual([false, false])
        rmSync(join(path, 'filler'))
        await undo(place, operation.id)
        expect([short, long].map((file) => statSync(file).size)).toEqual([1_000_032, 20_000_024])
      } finally {
        place.recovery.close()
        spawnSync('umount', [path])
      }
    },
  )
})
