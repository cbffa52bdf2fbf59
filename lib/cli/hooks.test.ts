import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CommandResult, root, runTrinitas } from '#lib/testing/run-command.ts'

const TEXT = '{\n  "model": "opus"\n}'
const OLD = '~/.claude/trinitas/hooks/post-execution/capture_subagent_result.sh'
const LAUNCHER = '.claude/trinitas/hooks/capture/trinitas-hook'

let user: string

beforeEach(() => {
  user = mkdtempSync(join(tmpdir(), 'trinitas-user-'))
})
afterEach(() => rmSync(user, { recursive: true, force: true }))

const at = (path: string): string => join(user, path)
const read = (path = '.claude/settings.json'): string => readFileSync(at(path), 'utf8')

function write(text: string | Buffer, path = '.claude/settings.json'): void {
  mkdirSync(join(at(path), '..'), { recursive: true })
  writeFileSync(at(path), text)
}

const run = (args: readonly string[], env: Record<string, string> = {}): CommandResult =>
  runTrinitas(['hooks', ...args], { env: { HOME: user, ...env } })

/** On a terminal, where somebody answers each question once it is asked. */
async function answer(questions: Readonly<Record<string, string>>, ...args: string[]): Promise<void> {
  const command = [`${root}bin/trinitas`, 'hooks', ...args].join(' ')
  const env = { NODE_ENV: 'production' as const, HOME: user, PATH: process.env.PATH }
  const child = spawn('script', ['-qec', command, '/dev/null'], { env })
  const left = Object.entries(questions)
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += String(chunk)
    const [next] = left
    if (next === undefined || !printed.includes(next[0])) return
    left.shift()
    child.stdin.write(`${next[1]}\n`)
  })
  await once(child, 'close')
  expect(left).toEqual([])
}

describe('trinitas hooks install', () => {
  it('makes a home where there is none, shows the change, and has nothing to do the next time', () => {
    write(TEXT)
    const { code, out } = run(['install', '--yes'])
    expect(code).toBe(0)
    expect(out).toContain('+  "hooks": {')
    expect(out).toMatch(/Installed the hooks: 3 items \(operation \S+\)\.\n$/)
    expect(statSync(at(LAUNCHER)).mode & 0o777).toBe(0o700)
    expect(run(['install', '--yes'])).toMatchObject({
      code: 0,
      out: 'The hooks are installed and current.\n',
    })
    expect(run(['status'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('✅ SubagentStop: installed in'),
    })
  })

  it('changes nothing where nobody can say yes', () => {
    expect(run(['install'])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
    expect(existsSync(at('.claude'))).toBe(false)
  })

  it('says where the settings are broken, and changes nothing', () => {
    write('{\n  "a": 1,\n}\n')
    expect(run(['install', '--yes'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('line 3, column 1'),
    })
    expect([read(), existsSync(at(LAUNCHER))]).toEqual(['{\n  "a": 1,\n}\n', false])
  })

  it('takes the settings of CLAUDE_CONFIG_DIR, and of a project that is named', () => {
    mkdirSync(at('project'))
    expect(run(['install', '--yes'], { CLAUDE_CONFIG_DIR: at('elsewhere') }).code).toBe(0)
    expect(run(['install', '--yes', '--scope', 'project', '--project', at('project')]).code).toBe(0)
    expect(read('elsewhere/settings.json')).toContain(at(LAUNCHER))
    expect(read('project/.claude/settings.json')).toContain(at(LAUNCHER))
    expect(existsSync(at('.claude/settings.json'))).toBe(false)
  })

  it.each<[string, () => void, string[], string]>([
    [
      'a link that leads nowhere',
      () => symlinkSync('nowhere', at('.claude')),
      [],
      'a symbolic link that leads nowhere',
    ],
    ['a file', () => writeFileSync(at('.claude'), ''), [], '.claude is no directory'],
    ['a home whose path has a backslash', () => undefined, ['--home', 'a\\b'], 'has a backslash in its path'],
    [
      'a home where the system makes none',
      () => undefined,
      ['--home', '/proc/none'],
      '/proc/none cannot be made',
    ],
    ['a file where hooks are to be', () => write('', '.claude/trinitas/hooks'), [], 'no directory'],
    [
      'a directory where a hook is to be',
      () => mkdirSync(at(LAUNCHER), { recursive: true }),
      [],
      'no regular file',
    ],
    ['settings that are no text', () => write(Buffer.from([0xff])), [], 'Invalid UTF-8 near byte 0. Nothing'],
    ['a project that is a file', () => write('', 'p'), ['--project', 'p'], 'there is no directory'],
    [
      'a project whose settings lie behind a link that leads nowhere',
      () => symlinkSync('nowhere', at('.claude')),
      ['--home', 'home'],
      'a symbolic link that leads nowhere',
    ],
  ])('says in a sentence that it can do nothing with %s', (_, prepare, args, words) => {
    prepare()
    const { code, err } = run([
      'install',
      '--yes',
      ...args.map((word) => (/^[hap]/.test(word) ? at(word) : word)),
    ])
    expect([code, err]).toEqual([2, expect.stringContaining(words)])
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  it('names no results directory where the usual one is meant, through a link too', () => {
    mkdirSync(at('elsewhere'))
    symlinkSync('elsewhere', at('.claude'))
    run(['install', '--yes'])
    expect(read()).not.toContain('--results-dir')
  })

  it.each([
    [['--scope', 'world'], '--scope is user or project'],
    [['--scope', 'user', '--project', '.'], '--scope user means none'],
    [['--project', '/no/such/place'], 'there is no directory /no/such/place'],
    [['--keep-old', '--replace-old'], 'not both'],
  ])('refuses %j', (args, words) => {
    expect(run(['install', '--yes', ...args])).toMatchObject({ code: 2, err: expect.stringContaining(words) })
  })

  it('asks on a terminal what becomes of calls of the original, and whether to do it', async () => {
    write(JSON.stringify({ hooks: { SubagentStop: [{ hooks: [{ type: 'command', command: OLD }] }] } }))
    mkdirSync(at('.claude/trinitas'))
    await answer({ 'Take it out? [y/N]': 'n', 'Do this? [y/N]': 'n' }, 'install')
    expect(read()).toContain(OLD)
    await answer({ 'Take it out? [y/N]': 'y', 'Do this? [y/N]': 'y' }, 'install')
    expect([read().includes(OLD), read().includes(at(LAUNCHER))]).toEqual([false, true])
  })
})

describe('trinitas hooks uninstall', () => {
  it('leaves the settings as they were, byte for byte, and undo installs them again', () => {
    write(TEXT)
    run(['install', '--yes'])
    const installed = read()
    const { out } = run(['uninstall', '--yes', '--json'])
    expect(read()).toBe(TEXT)
    expect(run(['uninstall', '--yes'])).toMatchObject({ code: 0, out: expect.stringMatching(/^No hooks/) })
    const { operation } = JSON.parse(out)
    expect(runTrinitas(['undo', operation.id, '--yes'], { env: { HOME: user } }).code).toBe(0)
    expect([read(), existsSync(at(LAUNCHER))]).toEqual([installed, true])
  })

  it('removes settings that installing made', () => {
    run(['install', '--yes'])
    run(['uninstall', '--yes'])
    expect(existsSync(at('.claude/settings.json'))).toBe(false)
  })
})

describe('trinitas hooks status', () => {
  it.each<[string, () => void, object]>([
    [
      'is outdated',
      () => writeFileSync(at(LAUNCHER), '#!/bin/sh\necho 1\n'),
      { programs: [{ state: 'outdated' }, {}] },
    ],
    [
      'cannot be run',
      () => chmodSync(at(LAUNCHER), 0o600),
      { programs: [{ state: 'not_executable' }, {}], runs: { ok: false, detail: 'It may not be run.' } },
    ],
    [
      'has something else in its place',
      () => {
        rmSync(at('.claude/trinitas/hooks'), { recursive: true })
        writeFileSync(at('.claude/trinitas/hooks'), '')
      },
      { programs: [{ state: 'in_the_way' }, {}], runs: { ok: false } },
    ],
    ['is missing', () => rmSync(at(LAUNCHER)), { programs: [{ state: 'missing' }, {}], runs: { ok: false } }],
    [
      'does not run',
      () => writeFileSync(at(`${LAUNCHER}.mjs`), 'process.exit(3)'),
      { runs: { ok: false, detail: 'It ended with 3.' } },
    ],
    [
      'is switched off',
      () => write(read().replace('{', '{"disableAllHooks": true,')),
      { settings: [{ state: 'read', fault: expect.stringContaining('disableAllHooks') }] },
    ],
    [
      'has comments beside its call',
      () => write(`// mine\n${read()}`),
      { settings: [{ state: 'read', fault: expect.stringContaining('comments') }] },
    ],
    ['is not called', () => write('{}'), { events: [{ installedIn: [] }, {}, {}, {}] }],
    ['is called by broken settings', () => write('{'), { settings: [{ state: 'unusable' }] }],
  ])('ends with 1 where a hook %s, and says so', (_, spoil, found) => {
    run(['install', '--yes'])
    spoil()
    const { code, out } = run(['status', '--json'])
    expect([code, JSON.parse(out)]).toMatchObject([1, { works: false, ...found }])
  })

  it('names commands of others that have the hook in them, without a word of theirs', () => {
    run(['install', '--yes'])
    const { hooks } = JSON.parse(read())
    hooks.Stop[0].hooks[0].command += '; notify sk-secret-of-somebody'
    hooks.PreToolUse = [{ hooks: [{ type: 'command', command: `test -x ${at(LAUNCHER)}` }] }]
    write(JSON.stringify({ hooks }))
    const { code, out } = run(['status'])
    expect(code).toBe(0)
    expect(out).toContain('✅ Stop: installed in')
    expect(out).toMatch(/Stop in \S+: a command calls the hook and does more/)
    expect(out).toMatch(/PreToolUse in \S+: a command names the hook/)
    expect(out).not.toContain('sk-secret')
  })

  it('names hooks of the original that are called and missing, as the others do, until they are restored', () => {
    const hooks = at('.claude/trinitas/hooks')
    const commands = [OLD, `python3 ${hooks}/python/integrate_parallel_results.py`]
    const PreToolUse = [{ hooks: commands.map((command) => ({ type: 'command', command })) }]
    write(JSON.stringify({ hooks: { PreToolUse } }))
    run(['install', '--yes'])
    const { code, out } = run(['status'])
    expect(code).toBe(1)
    expect(out.match(/^❌ hooks\/\S+ is missing, and \S+ calls it \(PreToolUse\)/gm)).toHaveLength(2)
    expect(out).toContain('trinitas fix hooks')
    expect(out).not.toContain('hooks install mends it')
    const env = { HOME: user }
    expect(runTrinitas(['diagnose'], { env }).out).toContain('2 of 2 critical hooks failed: 2 missing')
    expect(runTrinitas(['health-check'], { env }).out).toContain('calls 2 hooks of this home in vain')
    expect(runTrinitas(['fix', 'hooks', '--yes'], { env }).code).toBe(0)
    expect(run(['status']).code).toBe(0)
    expect(runTrinitas(['diagnose'], { env }).out).not.toContain('critical hooks')
  })

  it('says whose settings it looked at, and names a project that calls the hooks', () => {
    mkdirSync(at('my project'))
    const project = ['--project', at('my project')]
    run(['install', '--yes', ...project])
    expect(run(['status', ...project]).code).toBe(0)
    const before = run(['status'])
    expect(before.code).toBe(1)
    expect(before.out).toContain('Those of a project: trinitas hooks status --project DIR')
    const record = JSON.stringify({ agent_id: 'a1', cwd: at('my project') })
    write(record, '.claude/trinitas/parallel_results/running/s/t.json')
    const { code, out } = run(['status'])
    expect(code).toBe(1)
    expect(out).toContain(`call them: trinitas hooks status --project '${at('my project')}'\n`)
    expect(out).not.toContain('mends it')
    run(['install', '--yes'])
    expect(run(['status'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/calls the hooks of this home\.\n$/),
    })
  })

  it('names a matcher and what it leaves out, and installing again lets everything through', () => {
    run(['install', '--yes'])
    const settings = JSON.parse(read())
    settings.hooks.SubagentStop[0].matcher = 'Explore'
    write(JSON.stringify(settings, null, 2))
    expect(run(['status'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /❌ SubagentStop: installed for "Explore" in \S+ alone, which leaves all other agents out\n/,
      ),
    })
    run(['install', '--yes'])
    expect([run(['status']).code, JSON.parse(read()).hooks.SubagentStop]).toEqual([
      0,
      [{ hooks: [expect.objectContaining({ command: at(LAUNCHER) })] }],
    ])
  })

  it('says when something was last captured', () => {
    run(['install', '--yes'])
    write('{"agent_id": "a1"}', '.claude/trinitas/parallel_results/temp/s_a_1.json')
    const { events } = JSON.parse(run(['status', '--json']).out)
    const atMs = statSync(at('.claude/trinitas/parallel_results/temp/s_a_1.json')).mtimeMs
    expect(
      events.map(({ lastCapturedAtMs }: { lastCapturedAtMs: number | null }) => lastCapturedAtMs),
    ).toEqual([null, atMs, null, null])
  })
})
