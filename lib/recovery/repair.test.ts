import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal } from '#lib/journal/journal.ts'
import { quarantineNote } from '#lib/model/quarantine-note.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { SessionDetail } from '#lib/model/session.ts'
import { createMonitor } from '#lib/monitor.ts'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { HOUR_MS, type RecoveryHome, recoveryHome, refusalOf } from '#lib/testing/recovery-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge } from '#lib/testing/temporary-home.ts'

const AGE = { ageMs: 3 * HOUR_MS }
const REPAIR: PlanRequest = { action: 'repair', files: null, accept: false }
const accept = (file: string): PlanRequest => ({ action: 'repair', files: [file], accept: true })

const wholeText = (session = 's'): string =>
  hookText(
    hookResult({ session_id: session, result: '# Answer\nwith more than a line\n' }, Date.now() - HOUR_MS),
  )

async function detailOf({ home }: RecoveryHome, id: string): Promise<SessionDetail | null> {
  const monitor = createMonitor(configOf(home.path), { watch: false, keeping: 'never' })
  try {
    return await monitor.session(id)
  } finally {
    await monitor.close()
  }
}

async function issueTypes({ home }: RecoveryHome): Promise<string[]> {
  const monitor = createMonitor(configOf(home.path), { watch: false, keeping: 'never' })
  try {
    return (await monitor.issues()).map(({ type }) => type)
  } finally {
    await monitor.close()
  }
}

/** Beside what the product keeps for itself. */
const treeOf = ({ home }: RecoveryHome): string[] =>
  snapshotTree(home.results, { without: ['.trash', '.quarantine'] })

describe('a result that was cut short', () => {
  it('is completed where it lies, as old as it was, and its first bytes are kept', async () => {
    await using place = recoveryHome()
    const text = wholeText()
    const cut = text.slice(0, text.indexOf('more'))
    const path = place.home.write('completed/s/s_a_1.json', cut, AGE)
    const { mtimeMs } = statSync(path)
    const plan = await place.plan(REPAIR)
    expect(plan.items).toMatchObject([{ name: 'completed/s/s_a_1.json', sessionId: 's', files: 1 }])
    const operation = await place.execute(plan)
    expect(operation.status).toBe('done')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      session_id: 's',
      status: 'success',
      result: '# Answer\nwith ',
    })
    expect([statSync(path).mtimeMs, statSync(path).mode & 0o777]).toEqual([mtimeMs, 0o600])
    const aside = place.home.at(`.quarantine/${operation.id}/s_a_1.json.original`)
    expect(readFileSync(aside, 'utf8')).toBe(cut)
    expect(statSync(dirname(aside)).mode & 0o777).toBe(0o700)
    const note = quarantineNote.parse(JSON.parse(readFileSync(`${aside}.note.json`, 'utf8')))
    expect(note).toMatchObject({
      path: 'completed/s/s_a_1.json',
      done: 'completed',
      session_id: 's',
      missing: '"result" breaks off; missing: error, metadata.',
    })
  })

  it('says on its session that it is cut short, and is no issue any more', async () => {
    await using place = recoveryHome()
    const text = wholeText()
    place.home.write('completed/s/s_a_1.json', text.slice(0, text.indexOf('more')), AGE)
    expect(await issueTypes(place)).toContain('corrupted_json')
    await place.execute(await place.plan(REPAIR))
    expect(await issueTypes(place)).not.toContain('corrupted_json')
    const detail = await detailOf(place, 's')
    expect(detail?.runs).toMatchObject([
      { outcome: 'success', cutShort: '"result" breaks off; missing: error, metadata.' },
    ])
    expect(detail?.problems).toMatchObject([
      { code: 'cut_short', detail: expect.stringContaining('s_a_1.json was cut short and completed.') },
    ])
    expect(detail?.session.state).toBe('completed')
  })

  it('is brought back by undo with its mode and time, and what stood for it goes to the trash', async () => {
    await using place = recoveryHome()
    const path = place.home.write('completed/s/s_a_1.json', wholeText().slice(0, 300), AGE)
    chmodSync(path, 0o640)
    const before = treeOf(place)
    const { id } = await place.execute(await place.plan(REPAIR))
    await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(treeOf(place)).toEqual(before)
    expect((await detailOf(place, 's'))?.problems).toMatchObject([{ code: 'invalid_json' }])
  })

  it('is not brought back over what somebody has edited since', async () => {
    await using place = recoveryHome()
    const path = place.home.write('completed/s/s_a_1.json', wholeText().slice(0, 300), AGE)
    const { id } = await place.execute(await place.plan(REPAIR))
    writeFileSync(path, 'mine')
    await expect(place.plan({ action: 'undo', operation: id })).rejects.toMatchObject({
      code: 'all_left_out',
      message: expect.stringContaining('was edited since'),
    })
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  it('goes on being cut short where its session is moved', async () => {
    await using place = recoveryHome()
    const text = wholeText()
    place.home.write('temp/s_a_1.json', text.slice(0, text.indexOf('more')), AGE)
    await place.execute(await place.plan(REPAIR))
    expect((await detailOf(place, 's'))?.session.state).toBe('stale')
    await place.execute(await place.plan({ action: 'recover', sessions: null, quietForMs: HOUR_MS }))
    expect((await detailOf(place, 's'))?.runs).toMatchObject([
      { area: 'failed', cutShort: expect.stringContaining('breaks off') },
    ])
  })

  it('that still lacks its status is told of on its session, and not as corrupted for ever', async () => {
    await using place = recoveryHome()
    place.home.write('completed/s/s_a_1.json', '{"session_id": "s", "task', AGE)
    await place.execute(await place.plan(REPAIR))
    expect(await issueTypes(place)).not.toContain('corrupted_json')
    expect((await detailOf(place, 's'))?.session).toMatchObject({ state: 'failed', problems: 2 })
  })

  it('and was set aside by the original gets its name back', async () => {
    await using place = recoveryHome()
    place.home.write('completed/s/s_a_1.json.corrupted', wholeText().slice(0, 300), AGE)
    await place.execute(
      await place.plan({ action: 'repair', files: ['completed/s/s_a_1.json.corrupted'], accept: false }),
    )
    expect(readdirSync(place.home.at('completed/s'))).toEqual(['s_a_1.json'])
    expect((await detailOf(place, 's'))?.runs).toMatchObject([
      { outcome: 'success', cutShort: expect.any(String) },
    ])
  })

  it('is left alone while its session is active, or while it may be being written', async () => {
    await using place = recoveryHome()
    place.home.write('temp/s_a_1.json', wholeText().slice(0, 300))
    await expect(place.plan(REPAIR)).rejects.toMatchObject({
      code: 'all_left_out',
      message: expect.stringContaining('Its session is active, and is not touched.'),
    })
    place.home.write('completed/t/t_a_1.json', wholeText('t').slice(0, 300), { ageMs: 0 })
    await expect(
      place.plan({ action: 'repair', files: ['completed/t/t_a_1.json'], accept: false }),
    ).rejects.toMatchObject({ message: expect.stringContaining('may be being written') })
  })

  it('is left alone where its session became active after the plan was made', async () => {
    await using place = recoveryHome()
    place.home.write('temp/s_a_1.json', wholeText().slice(0, 300), AGE)
    const plan = await place.plan(REPAIR)
    place.home.result({ session_id: 's' }, { name: 's_b_2.json' })
    const before = treeOf(place)
    expect((await refusalOf(place.execute(plan))).drift).toEqual([
      { name: 'temp/s_a_1.json', changes: ['The session is active.'] },
    ])
    expect(treeOf(place)).toEqual(before)
  })
})

describe('a file that was repaired', () => {
  it('and breaks again is told of and repaired again', async () => {
    await using place = recoveryHome()
    const path = place.home.write('completed/s/s_a_1.json', '{"session_id": "s", "task', AGE)
    await place.execute(await place.plan(REPAIR))
    writeFileSync(path, 'no JSON')
    setAge(path, HOUR_MS)
    expect(await issueTypes(place)).toContain('corrupted_json')
    expect((await place.plan(REPAIR)).items).toHaveLength(1)
  })

  it('is no other file of the same name', async () => {
    await using place = recoveryHome()
    for (const id of ['s', 't'])
      place.home.write(`completed/${id}/result.json`, `{"session_id": "${id}", "task`, AGE)
    await place.execute(await place.plan(REPAIR))
    expect(await issueTypes(place)).not.toContain('corrupted_json')
  })

  it('is shown from where it breaks off, with the numbers of its lines, where it is long', async () => {
    await using place = recoveryHome()
    const lines = Array.from({ length: 40_000 }, (_, at) => `"é${at}",`)
    const text = `{"session_id": "s", "list": [\n${lines.join('\n')}\n"brea`
    const file = 'completed/s/s_a_1.json'
    place.home.write(file, text, AGE)
    const preview = await place.recovery.previewRepair(file, { whole: false })
    expect(preview).toMatchObject({ shown: 'end', done: 'completed', acceptable: false })
    const { source = '', proposed, firstLine = 0 } = preview ?? {}
    expect(Buffer.byteLength(source)).toBeLessThan(210_000)
    expect(text.split('\n').slice(firstLine).join('\n')).toBe(source.slice(source.indexOf('\n') + 1))
    expect(source).not.toContain('\uFFFD')
    expect(proposed?.trimEnd()).toBe(`${source}"]}`)
    const whole = await place.recovery.previewRepair(file, { whole: true })
    expect(whole).toMatchObject({ source: text, shown: 'whole', firstLine: 1 })
  })

  it('is left to whoever has it open and writes to it', async () => {
    await using place = recoveryHome()
    const path = place.home.write('temp/s_a_1.json', '', AGE)
    const plan = await place.plan(REPAIR)
    const writer = openSync(path, 'a')
    const operation = await place.execute(plan)
    expect(operation.items).toMatchObject([
      { outcome: 'skipped', reason: expect.stringContaining('open in a process') },
    ])
    writeSync(writer, wholeText())
    closeSync(writer)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ session_id: 's' })
  })

  it('shows nobody a file that is none of a session', async () => {
    await using place = recoveryHome()
    place.home.write('completed/s/secret.env', 'KEY=1', AGE)
    for (const file of [
      'completed/s/secret.env',
      join(place.home.path, 'parallel_results/completed/s/secret.env'),
    ])
      expect(await place.recovery.previewRepair(file, { whole: false })).toBeNull()
  })

  it('is written nowhere but where results lie, whatever a note says', async () => {
    await using place = recoveryHome()
    const whole = wholeText()
    place.home.write('completed/s/s_a_1.json', `${whole}ine"}`, AGE)
    const { id } = await place.execute(await place.plan(REPAIR))
    const aside = `.quarantine/${id}/s_a_1.json`
    const note = JSON.parse(readFileSync(place.home.at(`${aside}.note.json`), 'utf8'))
    place.home.write(
      `${aside}.note.json`,
      JSON.stringify({ ...note, path: 'running/evil.json', operation: 'x; rm -rf ~' }),
    )
    expect((await detailOf(place, 's'))?.problems[0]?.detail).toContain(`"trinitas undo ${id}"`)
    const plan = await place.plan(accept(aside)).catch((error: unknown) => error)
    expect(JSON.stringify(plan)).not.toContain('evil')
  })

  it('is not said to be done after a crash before it was begun', async () => {
    await using place = recoveryHome()
    const path = place.home.write('completed/s/s_a_1.json', wholeText().slice(0, 300), AGE)
    const plan = await place.plan(REPAIR)
    const journal = createJournal(join(place.home.path, 'monitor'))
    journal.within(() => {
      journal.plans().use(plan.id)
      journal.operations().begin(plan, 'somebody')
    })
    journal.close()
    writeFileSync(path, 'written anew')
    await place.recovery.resume(place.recovery.by)
    expect(place.recovery.operation(plan.id)?.items).toMatchObject([{ outcome: 'skipped' }])
    expect(readFileSync(path, 'utf8')).toBe('written anew')
  })
})

describe('an integrated file that was cut short', () => {
  it('is set aside where it can be made again, and completed where it is all that there is', async () => {
    await using place = recoveryHome()
    place.home.result({ session_id: 's' }, { directory: 'completed/s', name: 's_a_1.json', ...AGE })
    place.home.write('integrated/s_integrated.json', '{"session_id": "s", "agent_res', AGE)
    place.home.write('integrated/gone_integrated.json', '{"session_id": "gone", "timest', AGE)
    await place.execute(await place.plan(REPAIR))
    expect(readdirSync(place.home.at('integrated'))).toEqual(['gone_integrated.json'])
    expect(JSON.parse(readFileSync(place.home.at('integrated/gone_integrated.json'), 'utf8'))).toEqual({
      session_id: 'gone',
    })
    expect(await issueTypes(place)).toContain('missing_integration')
  })
})

describe('noise', () => {
  it.each([
    ['a time that is no number', '"execution_time_ms": 1500', '"execution_time_ms": 12.5s'],
    ['a time that is not applicable', '"execution_time_ms": 1500', '"execution_time_ms": n/a'],
    ['a name without quotes', '"status"', 'status'],
    ['single quotes', '"success"', "'success'"],
    ['a comment', '"status"', '/* how it ended */ "status"'],
    ['a comma too many', '    }\n}', '    },\n}'],
    ['a comma too few', '"success",\n', '"success"\n'],
    ['a line break in a text', '# Answer\\nwith', '# Answer\nwith'],
  ])('is taken out where nothing is in doubt: %s', async (_what, good, bad) => {
    await using place = recoveryHome()
    const text = wholeText()
    expect(text).toContain(good)
    const noisy = text.replace(good, bad)
    const path = place.home.write('completed/s/s_a_1.json', noisy, AGE)
    const operation = await place.execute(await place.plan(REPAIR))
    const repaired = JSON.parse(readFileSync(path, 'utf8'))
    expect(repaired).toMatchObject({ session_id: 's', status: 'success' })
    expect(repaired.result).toBe('# Answer\nwith more than a line\n')
    expect(readFileSync(place.home.at(`.quarantine/${operation.id}/s_a_1.json.original`), 'utf8')).toBe(noisy)
    expect(await issueTypes(place)).not.toContain('corrupted_json')
    expect((await detailOf(place, 's'))?.runs[0]?.cutShort).toBeNull()
  })

  it('keeps large numbers and unknown fields as they are written', async () => {
    await using place = recoveryHome()
    const text = wholeText().replace('"status"', '"tokens": 9007199254740993, "cost": 1.50, status')
    const path = place.home.write('completed/s/s_a_1.json', text, AGE)
    await place.execute(await place.plan(REPAIR))
    expect(readFileSync(path, 'utf8')).toMatch(/"tokens": 9007199254740993, "cost": 1\.50, "status"/)
  })

  it.each([
    ['a quote within a text', '/home/dev/checkout-service', '/home/dev/"checkout"-service'],
    ['another session', '"session_id": "s"', 'session_id: "other"'],
    ['a Python word', '"success"', 'None'],
  ])('is left to a person where something is in doubt: %s', async (_what, good, bad) => {
    await using place = recoveryHome()
    const file = 'completed/s/s_a_1.json'
    place.home.write(file, wholeText().replace(good, bad).replace('"status"', 'status'), AGE)
    const before = treeOf(place)
    await expect(place.plan(REPAIR)).rejects.toMatchObject({
      code: 'all_left_out',
      message: expect.stringMatching(/look at|in an editor/),
    })
    expect(treeOf(place)).toEqual(before)
  })

  it('that is left to a person keeps no other file from its turn', async () => {
    await using place = recoveryHome({ 'run-limit': '1' })
    const cut = wholeText().slice(0, 300)
    const doubtful = wholeText().replace('"success"', 'None')
    for (const [id, text] of Object.entries({ a: doubtful, b: doubtful, c: cut, d: cut }))
      place.home.write(`completed/${id}/${id}_a_1.json`, text, AGE)
    const { items, omitted } = await place.plan(REPAIR)
    expect(items).toMatchObject([{ name: 'completed/c/c_a_1.json' }])
    expect(omitted.filter(({ later }) => later === true)).toEqual([
      { name: 'completed/d/d_a_1.json', reason: 'Beyond the 1 file of one run.', later: true },
    ])
  })

  it('is taken out as proposed where a person says so', async () => {
    await using place = recoveryHome()
    const file = 'completed/s/s_a_1.json'
    const path = place.home.write(file, wholeText().replace('"success"', 'None'), AGE)
    const preview = await place.recovery.previewRepair(file, { whole: false })
    expect(preview).toMatchObject({
      finding: { kind: 'noise' },
      undecided: expect.stringContaining('look at it'),
    })
    const plan = await place.plan(accept(file))
    await place.execute(plan)
    expect(readFileSync(path, 'utf8')).toBe(preview?.proposed)
    expect(JSON.parse(readFileSync(path, 'utf8')).status).toBeNull()
  })
})

describe('what cannot be known', () => {
  const whole = wholeText()
  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['NUL bytes alone', new Uint8Array(512)],
    ['a NUL byte in the middle', whole.replace('Answer', 'An\0swer')],
    ['a byte that is no text', Buffer.from(whole.replace('Answer', 'An\u00ffswer'), 'latin1')],
    ['two objects', whole + whole],
    ['the rest of a longer file behind it', `${whole}ine\\n", "error": ""}\n`],
    ['no JSON', 'Segmentation fault (core dumped)\n'],
  ])('is never repaired alone: %s', async (_what, content) => {
    await using place = recoveryHome()
    place.home.result({ session_id: 's' }, { directory: 'completed/s', name: 's_b_2.json', ...AGE })
    const path = place.home.write('completed/s/s_a_1.json', content, AGE)
    const before = treeOf(place)
    const { id } = await place.execute(await place.plan(REPAIR))
    expect(existsSync(path)).toBe(false)
    expect(readFileSync(place.home.at(`.quarantine/${id}/s_a_1.json`))).toEqual(Buffer.from(content))
    const detail = await detailOf(place, 's')
    expect(detail?.session).toMatchObject({ state: 'failed', results: 2, errors: 1 })
    expect(detail?.problems).toMatchObject([
      { code: 'quarantined', detail: expect.stringContaining(`"trinitas undo ${id}" brings it back.`) },
    ])
    expect(await issueTypes(place)).not.toContain('corrupted_json')
    await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(treeOf(place)).toEqual(before)
  })

  it('stands where it lay once a person has accepted what is proposed, though it was set aside before', async () => {
    await using place = recoveryHome()
    const path = place.home.write('completed/s/s_a_1.json', `${whole}ine\\n"}\n`, AGE)
    const { id } = await place.execute(await place.plan(REPAIR))
    const aside = `.quarantine/${id}/s_a_1.json`
    expect(await place.recovery.previewRepair(aside, { whole: false })).toMatchObject({
      target: { sessionId: 's' },
    })
    await place.execute(await place.plan(accept(aside)))
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ session_id: 's' })
    expect((await detailOf(place, 's'))?.session.state).toBe('completed')
  })
})

describe('what is no result', () => {
  it('is none of its session either once it was set aside', async () => {
    await using place = recoveryHome()
    place.home.result({ session_id: 's' }, { directory: 'failed/s', name: 's_a_1.json', ...AGE })
    place.home.write('failed/s/recovery_report.json', 'no JSON', AGE)
    place.home.write('failed/s/s_metadata.json', 'no JSON', AGE)
    await place.execute(await place.plan(REPAIR))
    expect((await detailOf(place, 's'))?.session).toMatchObject({ results: 1, errors: 0 })
  })
})

describe('a report in the logs that was cut short', () => {
  it('is closed in the home, and undone there', async () => {
    await using place = recoveryHome()
    const logs = join(place.home.path, 'logs')
    mkdirSync(logs)
    const path = join(logs, 'recovery_20261123_211103.json')
    writeFileSync(path, '{"issues": [{"type": "x", "file": ')
    setAge(path, HOUR_MS)
    const before = snapshotTree(logs)
    const { id } = await place.execute(await place.plan(REPAIR))
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ issues: [{ type: 'x' }] })
    expect(existsSync(join(place.home.path, '.quarantine', id))).toBe(true)
    expect(await issueTypes(place)).not.toContain('truncated_report')
    await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(snapshotTree(logs).filter((line) => !line.startsWith('recovery.log'))).toEqual(before)
  })
})
