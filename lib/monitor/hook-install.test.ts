import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { type RecoveryHome, recoveryHome, refusalOf, USER } from '#lib/testing/recovery-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge } from '#lib/testing/temporary-home.ts'

const INSTALL: PlanRequest = { action: 'install_hooks', project: null, old: 'keep' }
const UNINSTALL: PlanRequest = { action: 'uninstall_hooks', project: null }
const TEXT = '{\r\n\t"env": {"API_KEY": "secret-of-somebody"},\r\n\t"model": "opus"\r\n}'

/** Reads a file over and over, and says what it saw that is neither of two texts. */
const READER = `
const { parentPort, workerData: { path, texts } } = require('node:worker_threads')
const { readFileSync } = require('node:fs')
const strange = new Set()
let goes = true
parentPort.on('message', () => { goes = false })
parentPort.postMessage('reads')
const look = () => {
  for (let at = 0; at < 50; at += 1) {
    try {
      const text = readFileSync(path, 'utf8')
      if (!texts.includes(text)) strange.add(text.length)
    } catch (error) {
      strange.add(error.code)
    }
  }
  if (goes) setImmediate(look)
  else { parentPort.postMessage([...strange]); parentPort.close() }
}
look()`
const ROUNDS = 3

let place: RecoveryHome
let user: string
let settings: string

beforeEach(() => {
  place = recoveryHome()
  user = join(place.home.path, USER, '.claude')
  settings = join(user, 'settings.json')
})
afterEach(() => place[Symbol.asyncDispose]())

const run = async (request: PlanRequest): Promise<Operation> => place.execute(await place.plan(request))
const read = (): string => readFileSync(settings, 'utf8')
const at = (path: string): string => join(place.home.path, path)

function write(text: string, path = settings): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { mode: 0o640 })
  setAge(path, 60_000)
}

describe('installing the hooks', () => {
  it('puts them into the home, for its owner alone, and has the settings call them', async () => {
    write(TEXT)
    expect(await run(INSTALL)).toMatchObject({ status: 'done', undoable: true })
    expect([LAUNCHER, PROGRAM].map((path) => statSync(at(path)).mode & 0o777)).toEqual([0o700, 0o700])
    expect(read().split(at(LAUNCHER))).toHaveLength(5)
    expect(statSync(settings).mode & 0o777).toBe(0o640)
    expect(execFileSync(at(LAUNCHER), ['--version'], { encoding: 'utf8' })).toContain('trinitas-hook')
  })

  it('keeps a copy of the settings as they were, for their owner alone', async () => {
    write(TEXT)
    const { id } = await run(INSTALL)
    const copy = at(`hooks/capture/backups/${id}-settings.json`)
    expect(readFileSync(copy, 'utf8')).toBe(TEXT)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
  })

  it('shows what changes, and no secret', async () => {
    write(TEXT)
    const item = (await place.plan(INSTALL)).items.find(({ name }) => name === settings)
    expect(item?.diff?.filter((line) => line.startsWith('-'))).toEqual(['-\t"model": "opus"'])
    expect(item?.diff?.some((line) => line.startsWith('+') && line.includes('SubagentStop'))).toBe(true)
    expect(JSON.stringify(item)).not.toContain('secret-of-somebody')
  })

  it('has nothing more to do then', async () => {
    write(TEXT)
    await run(INSTALL)
    await expect(place.plan(INSTALL)).rejects.toMatchObject({ code: 'nothing_to_do' })
  })

  it('makes settings and directories where there are none, and uninstalling takes the settings away again', async () => {
    await run(INSTALL)
    expect(statSync(settings).mode & 0o777).toBe(0o600)
    expect(existsSync(place.home.at('running'))).toBe(true)
    await run(UNINSTALL)
    expect(existsSync(settings)).toBe(false)
  })

  it('changes the file that a link leads to, and leaves the link', async () => {
    const real = at('dotfiles/claude.json')
    write(TEXT, real)
    mkdirSync(user, { recursive: true })
    symlinkSync(real, settings)
    await run(INSTALL)
    expect(lstatSync(settings).isSymbolicLink()).toBe(true)
    expect(readFileSync(real, 'utf8')).toContain(at(LAUNCHER))
    expect(readdirSync(dirname(real))).toEqual(['claude.json'])
    await run(UNINSTALL)
    expect(readFileSync(real, 'utf8')).toBe(TEXT)
  })

  it('leaves what it does not know alone: a link that leads nowhere, a directory, broken JSON', async () => {
    mkdirSync(user, { recursive: true })
    symlinkSync('nowhere.json', settings)
    await expect(place.plan(INSTALL)).rejects.toThrow('leads nowhere')
    await expect(place.plan({ ...INSTALL, project: user })).resolves.toBeDefined()
    const project = at('project')
    mkdirSync(join(project, '.claude/settings.json'), { recursive: true })
    await expect(place.plan({ ...INSTALL, project })).rejects.toThrow('Expected a regular file')
    const other = at('other')
    write('{"a": 1,\n  b}', join(other, '.claude/settings.json'))
    await expect(place.plan({ ...INSTALL, project: other })).rejects.toThrow('line 2, column 3')
  })

  it('stops where the settings were changed since they were shown', async () => {
    write(TEXT)
    const plan = await place.plan(INSTALL)
    write('{"model": "sonnet"}')
    const refusal = await refusalOf(place.execute(plan))
    expect(refusal).toMatchObject({ code: 'drift', drift: [{ name: settings }] })
    expect(read()).toBe('{"model": "sonnet"}')
    expect(existsSync(at(LAUNCHER))).toBe(false)
  })

  it('stops where settings came since there were none', async () => {
    const plan = await place.plan(INSTALL)
    write('{}')
    expect(await refusalOf(place.execute(plan))).toMatchObject({ code: 'drift' })
    expect(read()).toBe('{}')
  })

  it('takes an outdated hook and one that cannot be run for what they are', async () => {
    write(TEXT)
    await run(INSTALL)
    const before = read()
    appendFileSync(at(PROGRAM), '// edited\n')
    chmodSync(at(LAUNCHER), 0o600)
    const { id } = await run(INSTALL)
    expect(readFileSync(at(PROGRAM), 'utf8')).not.toContain('// edited')
    expect([LAUNCHER, PROGRAM].map((path) => statSync(at(path)).mode & 0o777)).toEqual([0o700, 0o700])
    expect(read()).toBe(before)
    await expect(place.plan(INSTALL)).rejects.toMatchObject({ code: 'nothing_to_do' })
    await run({ action: 'undo', operation: id })
    expect(readFileSync(at(PROGRAM), 'utf8')).toMatch(/\/\/ edited\n$/)
  })

  it('exchanges a hook that somebody may just be calling: its name is never free, nor its text half', {
    timeout: 60_000,
  }, async () => {
    write(TEXT)
    await run(INSTALL)
    const texts = [readFileSync(at(PROGRAM), 'utf8')]
    texts.push(`${texts[0]}// edited\n`)
    const reader = new Worker(READER, { eval: true, workerData: { path: at(PROGRAM), texts } })
    await once(reader, 'message')
    for (let round = 0; round < ROUNDS; round += 1) {
      appendFileSync(at(PROGRAM), '// edited\n')
      await run(INSTALL)
    }
    reader.postMessage('stop')
    const [strange] = await once(reader, 'message')
    expect(strange).toEqual([])
  })

  it('says that no hook is called where the settings switch them off, or have comments', async () => {
    write('{"disableAllHooks": true}')
    expect((await place.plan(INSTALL)).omitted).toMatchObject([{ name: '"disableAllHooks"' }])
    write('{/* mine */}')
    expect((await place.plan(INSTALL)).omitted).toMatchObject([
      { name: expect.stringMatching(/^Comments in /) },
    ])
  })

  it('can be undone, to the last byte and mode', async () => {
    write(TEXT)
    const without = { without: ['monitor', 'logs', '.trash'] }
    const before = snapshotTree(place.home.path, without)
    const { id } = await run(INSTALL)
    expect(await run({ action: 'undo', operation: id })).toMatchObject({ status: 'done' })
    expect(snapshotTree(place.home.path, without)).toEqual(before)
  })

  it('is undone as a whole or not at all', async () => {
    write(TEXT)
    const { id } = await run(INSTALL)
    write(read().replace('opus', 'sonnet'))
    const undo = place.plan({ action: 'undo', operation: id })
    await expect(undo).rejects.toMatchObject({ code: 'all_left_out' })
    expect(existsSync(at(LAUNCHER))).toBe(true)
  })
})

it('needs no hooks of the original, though a single project alone calls ours, once something was captured', async () => {
  const project = at('project')
  mkdirSync(project)
  await run({ ...INSTALL, project })
  place.home.write('completed/s/s_a_1.json', '{"session_id": "s", "metadata": {"agent_id": "a1"}}')
  await expect(place.plan({ action: 'fix_hooks' })).rejects.toMatchObject({ code: 'nothing_to_do' })
})

describe('hooks of the original in the settings', () => {
  const command = '~/.claude/trinitas/hooks/post-execution/capture_subagent_result.sh'
  const text = JSON.stringify({
    hooks: { SubagentStop: [{ matcher: 'Task', hooks: [{ type: 'command', command }] }] },
  })

  it('stay, and the plan says that nothing is kept twice', async () => {
    write(text)
    const { omitted } = await place.plan(INSTALL)
    expect(omitted).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('no result is kept twice') }),
    ])
    await run(INSTALL)
    expect(read()).toContain(command)
  })

  it('go where that is wanted, and come back with uninstalling', async () => {
    write(text)
    await run({ action: 'install_hooks', project: null, old: 'replace' })
    expect(read()).not.toContain(command)
    await run(UNINSTALL)
    expect(read()).toBe(text)
  })

  it('come back too where they were taken out later', async () => {
    write(text)
    await run(INSTALL)
    await run({ action: 'install_hooks', project: null, old: 'replace' })
    await run(UNINSTALL)
    expect(read()).toBe(text)
  })
})

describe('hooks of the original that settings call and that are missing', () => {
  const calling = (...commands: string[]): string =>
    JSON.stringify({
      hooks: { PreToolUse: [{ hooks: commands.map((command) => ({ type: 'command', command })) }] },
    })

  it('are restored though others capture, and nothing else is', async () => {
    const hooks = at('hooks')
    write(
      calling(
        `${hooks}/post-execution/capture_subagent_result.sh`,
        `python3 "${hooks}/python/integrate_parallel_results.py"`,
        `${hooks}/monitoring/health_check.sh`,
        `test -x ${hooks}/core/trinitas_protocol_injector.sh && ${hooks}/core/trinitas_protocol_injector.sh`,
        `${hooks}/mine.sh > ${hooks}/mine.log`,
      ),
    )
    await run(INSTALL)
    const plan = await place.plan({ action: 'fix_hooks' })
    expect(plan.items.map(({ name }) => name)).toEqual([
      'hooks/post-execution/capture_subagent_result.sh',
      'hooks/python/integrate_parallel_results.py',
      'hooks/monitoring/health_check.sh',
    ])
    expect(plan.omitted).toMatchObject([
      { name: 'hooks/mine.sh', reason: expect.stringContaining('write it again') },
    ])
    await place.execute(plan)
    await expect(place.plan({ action: 'fix_hooks' })).rejects.toMatchObject({ code: 'all_left_out' })
  })
})

describe('uninstalling the hooks', () => {
  it('leaves the settings as they were, byte for byte, and takes the programs out of the home', async () => {
    write(TEXT)
    await run(INSTALL)
    await run(UNINSTALL)
    expect(read()).toBe(TEXT)
    expect(existsSync(at(LAUNCHER))).toBe(false)
    await expect(place.plan(UNINSTALL)).rejects.toMatchObject({ code: 'nothing_to_do' })
  })

  it('takes out only its own calls where something else was changed since', async () => {
    write(TEXT)
    await run(INSTALL)
    write(read().replace('"opus"', '"sonnet"'))
    await run(UNINSTALL)
    expect(JSON.parse(read())).toEqual({ env: { API_KEY: 'secret-of-somebody' }, model: 'sonnet' })
  })

  it('leaves commands of others that name the hook, and the hook with them, and says so: so does installing', async () => {
    await run(INSTALL)
    const mine = `${at(LAUNCHER)}; notify-send done`
    const text = JSON.parse(read())
    text.hooks.Stop[0].hooks[0].command = mine
    text.hooks.PreToolUse = [{ hooks: [{ type: 'command', command: `test -x ${at(LAUNCHER)} && echo ok` }] }]
    delete text.hooks.SessionEnd
    write(JSON.stringify(text, null, 2))
    const plan = await place.plan(INSTALL)
    expect(plan.omitted.map(({ name, reason }) => [name, /as no call/.test(reason)])).toEqual([
      [`Stop in ${settings}`, false],
      [`PreToolUse in ${settings}`, true],
    ])
    await place.execute(plan)
    expect(JSON.parse(read()).hooks).toMatchObject({ ...text.hooks, SessionEnd: [{}] })
    const removal = await place.plan(UNINSTALL)
    expect(removal.omitted).toHaveLength(2)
    await place.execute(removal)
    const { Stop, PreToolUse } = text.hooks
    expect(JSON.parse(read())).toEqual({ hooks: { Stop, PreToolUse } })
    expect(existsSync(at(LAUNCHER))).toBe(true)
    await expect(place.plan(UNINSTALL)).rejects.toMatchObject({ code: 'all_left_out' })
  })

  it('keeps the programs while other settings call them', async () => {
    const project = at('project')
    mkdirSync(project)
    write(TEXT)
    await run(INSTALL)
    await run({ ...INSTALL, project })
    await run(UNINSTALL)
    expect(existsSync(at(LAUNCHER))).toBe(true)
    await run({ ...UNINSTALL, project })
    expect([existsSync(at(LAUNCHER)), existsSync(join(project, '.claude/settings.json'))]).toEqual([
      false,
      false,
    ])
  })
})

it('changes no settings while its programs cannot be put into the home', async () => {
  write(TEXT)
  const plan = await place.plan(INSTALL)
  // What is in the way came after the plan was looked over, as far as that can be told.
  const [first] = plan.items
  expect(first?.name).toBe('directories of the home')
  expect(plan.ordered).toBe(true)
  mkdirSync(at('hooks'))
  symlinkSync('/tmp', at('hooks/capture'))
  expect(await refusalOf(place.execute(plan))).toMatchObject({ code: 'drift' })
  expect(read()).toBe(TEXT)
})
