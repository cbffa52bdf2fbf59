import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownFill, readPackaged } from '#lib/hooks/packaged.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { HOUR_MS, type RecoveryHome, recoveryHome, refusalOf } from '#lib/testing/recovery-home.ts'

const AGE = { ageMs: 3 * HOUR_MS }
const ALL: PlanRequest = { action: 'integrate', sessions: null }
const one = (id: string): PlanRequest => ({ action: 'integrate', sessions: [id] })

function fill({ home }: RecoveryHome): void {
  const at = (name: string) => ({ directory: 'completed/s', name, ...AGE })
  home.result({ session_id: 's', subagent_type: 'vector-auditor', result: 'A risk.\n' }, at('s_a_1.json'))
  home.result({ session_id: 's', status: 'error', error: 'No route\n' }, at('s_b_2.json'))
  home.write(
    'completed/s/s_c_3.json',
    '{"session_id": "s", "task_id": "c_3", "status": "success", "result": "half',
    AGE,
  )
  home.write('completed/s/s_d_4.json', 'no JSON', AGE)
  home.write('completed/s/s_metadata.json', '{"expected_count": 6}', AGE)
}

const integrated = ({ home }: RecoveryHome, id = 's') =>
  JSON.parse(readFileSync(home.at(`integrated/${id}_integrated.json`), 'utf8'))

describe('integrating a session', () => {
  it('merges its results and names what cannot be read, was cut short or is missing', async () => {
    await using place = recoveryHome()
    fill(place)
    await place.execute(await place.plan({ action: 'repair', files: null, accept: false }))
    const plan = await place.plan(ALL)
    expect(plan.items).toMatchObject([
      { name: 's', reason: '3 results merged. It names 1 cut short, 1 that cannot be read, 2 missing.' },
    ])
    await place.execute(plan)
    expect(integrated(place)).toMatchObject({
      session_id: 's',
      agent_results: {
        'vector-auditor': { count: 1, status: 'success', results: { error: null } },
        'krukai-optimizer': { count: 1, status: 'partial_failure', results: { error: 'No route\n' } },
      },
      synthesis: { consensus_level: 'medium' },
      metadata: {
        total_results: 3,
        unreadable_results: [{ path: expect.stringContaining('s_d_4.json') }],
        cut_short_results: [
          { path: 'completed/s/s_c_3.json', missing: expect.stringContaining('breaks off') },
        ],
        missing_results: 2,
      },
    })
    const summary = readFileSync(place.home.at('integrated/s_summary.md'), 'utf8')
    expect(summary).toContain('s_d_4.json')
    await expect(place.plan(ALL)).rejects.toMatchObject({ code: 'nothing_to_do' })
  })

  it('is undone, and can be done anew by name: the answer before goes to the trash', async () => {
    await using place = recoveryHome()
    fill(place)
    const before = place.tree()
    const first = await place.execute(await place.plan(ALL))
    const old = readFileSync(place.home.at('integrated/s_integrated.json'), 'utf8')
    place.home.result(
      { session_id: 's', subagent_type: 'late' },
      { directory: 'completed/s', name: 's_e_5.json', ...AGE },
    )
    const second = await place.execute(await place.plan(one('s')))
    expect(Object.keys(integrated(place).agent_results)).toContain('late')
    await place.execute(await place.plan({ action: 'undo', operation: second.id }))
    expect(readFileSync(place.home.at('integrated/s_integrated.json'), 'utf8')).toBe(old)
    await place.execute(await place.plan({ action: 'undo', operation: first.id }))
    expect(place.tree().filter((line) => !line.includes('s_e_5'))).toEqual(before)
  })

  it('is refused where a result changed since the plan was made', async () => {
    await using place = recoveryHome()
    fill(place)
    const plan = await place.plan(one('s'))
    writeFileSync(place.home.at('completed/s/s_a_1.json'), '{}')
    expect((await refusalOf(place.execute(plan))).drift).toMatchObject([
      { name: 's', changes: [expect.stringContaining('s_a_1.json has 2 bytes')] },
    ])
    expect(readdirSync(place.home.at('integrated'))).toEqual([])
  })

  it('is refused where a result has come since the plan was made', async () => {
    await using place = recoveryHome()
    fill(place)
    const plan = await place.plan(one('s'))
    place.home.result({ session_id: 's' }, { directory: 'completed/s', name: 's_late_5.json', ...AGE })
    expect((await refusalOf(place.execute(plan))).drift).toEqual([
      { name: 's', changes: ['completed/s/s_late_5.json has come.'] },
    ])
  })

  it('of one whose place is taken keeps no other from being integrated', async () => {
    await using place = recoveryHome()
    for (const id of ['s', 't'])
      place.home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ...AGE })
    symlinkSync('/etc/passwd', place.home.at('integrated/s_integrated.json'))
    const plan = await place.plan(ALL)
    expect(plan.omitted).toMatchObject([{ name: 's', reason: expect.stringContaining('symbolic link') }])
    expect((await place.execute(plan)).items).toMatchObject([{ name: 't', outcome: 'done' }])
  })

  it('takes as many in one run as are allowed, and leaves the others to the next', async () => {
    await using place = recoveryHome({ 'run-limit': '2' })
    const ids = ['a', 'b', 'c']
    for (const id of ids)
      place.home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ...AGE })
    const { items, omitted } = await place.plan(ALL)
    expect(items).toHaveLength(2)
    expect(omitted).toMatchObject([{ reason: 'Beyond the 2 sessions of one run.', later: true }])
    expect([...items, ...omitted].map(({ name }) => name).sort()).toEqual(ids)
  })

  it('looks beyond what cannot be integrated until as many are planned as are allowed', async () => {
    await using place = recoveryHome({ 'run-limit': '1' })
    for (const id of ['none', 'nothing', 'nil'])
      place.home.write(`completed/${id}/${id}_a_1.json`, 'no JSON', AGE)
    place.home.result({ session_id: 'some' }, { directory: 'completed/some', name: 'some.json', ...AGE })
    expect((await place.plan(ALL)).items).toMatchObject([{ name: 'some' }])
  })

  it('waits until the session has ended, and makes nothing of nothing', async () => {
    await using place = recoveryHome()
    place.home.result({ session_id: 'busy' })
    place.home.result({ session_id: 'stale' }, AGE)
    place.home.write('completed/none/none_a_1.json', 'no JSON', AGE)
    for (const [id, reason] of [
      ['busy', 'It is active'],
      ['stale', 'It is stale'],
      ['none', 'No result of it can be read'],
      ['unknown', 'There is no such session.'],
    ] as const)
      await expect(place.plan(one(id))).rejects.toMatchObject({ message: expect.stringContaining(reason) })
  })

  it.each(['../x', 'a/b', '..', 'x'.repeat(255)])(
    'writes nowhere else, whatever it is called: %s',
    async (id) => {
      await using place = recoveryHome()
      place.home.result({ session_id: id }, { directory: 'completed/odd', name: 'odd.json', ...AGE })
      const before = place.tree()
      const work = place.plan(one(id)).then((plan) => place.execute(plan))
      if (id === '..') expect((await work).status).toBe('done')
      else await expect(work).rejects.toMatchObject({ code: 'all_left_out' })
      if (id !== '..') expect(place.tree()).toEqual(before)
      else expect(existsSync(place.home.at('integrated/.._integrated.json'))).toBe(true)
    },
  )
})

const HOOK = 'hooks/python/integrate_parallel_results.py'

function writeHook({ home }: RecoveryHome, script: string): void {
  const path = join(home.path, HOOK)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o700 })
}

const MAKES_BOTH = `
echo "for $TRINITAS_INTEGRATION_SESSION with $# arguments"
ls "$TRINITAS_RESULTS_DIR/completed/$TRINITAS_INTEGRATION_SESSION" > "$TRINITAS_RESULTS_DIR/integrated/$TRINITAS_INTEGRATION_SESSION"_summary.md
echo '{"session_id": "s", "by": "hook"}' > "$TRINITAS_RESULTS_DIR/integrated/$TRINITAS_INTEGRATION_SESSION"_integrated.json
rm -r "$TRINITAS_RESULTS_DIR/completed"`

describe('the user’s own integrator', () => {
  it('is run on copies where it is configured, and what it makes and prints is kept', async () => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    writeHook(place, MAKES_BOTH)
    const before = place.tree()
    const { id } = await place.execute(await place.plan(one('s')))
    expect(integrated(place)).toEqual({ session_id: 's', by: 'hook' })
    expect(readFileSync(place.home.at('integrated/s_summary.md'), 'utf8')).toBe('s_a_1.json\ns_b_2.json\n')
    expect(readFileSync(place.home.at('integrated/s_integration.log'), 'utf8')).toBe(
      'for s with 0 arguments\n',
    )
    expect(existsSync(place.home.at('completed/s/s_a_1.json'))).toBe(true)
    await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(place.tree()).toEqual(before)
  })

  it('may be the one that comes with this program, which merges the copies', async () => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    writeHook(place, '')
    const packaged = readPackaged({ file: HOOK.replace('hooks/', ''), fill: ownFill() })
    writeFileSync(join(place.home.path, HOOK), packaged)
    await place.execute(await place.plan(one('s')))
    expect(integrated(place)).toMatchObject({ session_id: 's', metadata: { total_results: 2 } })
  })

  it('is run anew, and undone though it made no summary', async () => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    writeHook(place, MAKES_BOTH.replace(/^ls.*$/m, ''))
    const before = place.tree()
    const first = await place.execute(await place.plan(one('s')))
    expect(existsSync(place.home.at('integrated/s_summary.md'))).toBe(false)
    const second = await place.execute(await place.plan(one('s')))
    expect(second.status).toBe('done')
    for (const { id } of [second, first])
      await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(place.tree()).toEqual(before)
  })

  it('is not waited for where it leaves somebody behind', async () => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    writeHook(place, `sleep 600 &\n${MAKES_BOTH}`)
    expect((await place.execute(await place.plan(one('s')))).status).toBe('done')
    spawnSync('pkill', ['-f', 'sleep 600'])
  })

  it('is not run where others may write to a directory of it', async () => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    writeHook(place, MAKES_BOTH)
    chmodSync(join(place.home.path, 'hooks'), 0o777)
    expect((await place.execute(await place.plan(one('s')))).items).toMatchObject([{ outcome: 'skipped' }])
  })

  it('is not run where it is not configured', async () => {
    await using place = recoveryHome()
    fill(place)
    writeHook(place, `touch '${join(place.home.path, 'ran')}'; exit 1`)
    await place.execute(await place.plan(one('s')))
    expect(existsSync(join(place.home.path, 'ran'))).toBe(false)
    expect(integrated(place).metadata.total_results).toBe(2)
  })

  it.each([
    ['fails', 'echo "out of luck" >&2; exit 3', /ended with 3\. It printed: out of luck/],
    ['makes nothing', 'echo nothing', /made no integrated file/],
    ['may not be run', null, /make it executable/],
  ])('says what happened, and leaves nothing, where it %s', async (_what, script, reason) => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    writeHook(place, script ?? 'true')
    if (script === null) chmodSync(join(place.home.path, HOOK), 0o600)
    const operation = await place.execute(await place.plan(one('s')))
    expect(operation).toMatchObject({ status: 'failed', items: [{ reason: expect.stringMatching(reason) }] })
    expect(readdirSync(place.home.at('integrated'))).toEqual([])
  })

  it('is asked for where it is configured and is not there', async () => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    await expect(place.plan(one('s'))).rejects.toMatchObject({
      code: 'hook_failed',
      message: expect.stringContaining('set "integrator" to "own"'),
    })
  })

  it('is not run once it is another program than the one that was shown, or others may write it', async () => {
    await using place = recoveryHome({ integrator: 'hook' })
    fill(place)
    writeHook(place, MAKES_BOTH)
    const plan = await place.plan(one('s'))
    writeHook(place, `touch '${join(place.home.path, 'ran')}'`)
    expect((await place.execute(plan)).items).toMatchObject([
      { outcome: 'skipped', reason: expect.stringContaining('not the program') },
    ])
    const open = await place.plan(one('s'))
    chmodSync(join(place.home.path, HOOK), 0o722)
    expect((await place.execute(open)).items).toMatchObject([
      { outcome: 'skipped', reason: expect.stringContaining('may be written by others') },
    ])
    expect(existsSync(join(place.home.path, 'ran'))).toBe(false)
  })
})
