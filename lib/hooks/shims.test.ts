import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { listPackaged, ownFill, readPackaged, withoutFill } from './packaged.ts'

let home: TemporaryHome

beforeEach(() => {
  home = temporaryHome()
  for (const { path } of listPackaged()) install(path)
  for (const name of ['trinitas-hook', 'trinitas-hook.mjs']) install(name, `capture/${name}`)
})
afterEach(() => home.remove())

const at = (path: string): string => join(home.path, 'hooks', path)

function install(file: string, path = file): void {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), readPackaged({ file, fill: ownFill() }), { mode: 0o700 })
}

/** What an agent's result was handed over by, before it came on standard input. */
const ORIGINAL = {
  CLAUDE_HOOK_EVENT: 'SubagentStop',
  CLAUDE_TOOL_NAME: 'Task',
  CLAUDE_TOOL_ARGUMENTS: '{"subagent_type": "krukai-optimizer", "prompt": "say \\"hi\\""}',
  CLAUDE_TOOL_RESULT: 'An answer with "quotes", a \\n and\na line.',
  CLAUDE_EXECUTION_TIME: '12.5s',
  CLAUDE_PROJECT_DIR: 'C:\\new "project"',
  TRINITAS_SESSION_ID: 'run',
  TRINITAS_TASK_ID: 'task_1',
}

function run(
  path: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  by: string[] = [],
) {
  const [command = at(path), ...before] = by
  return spawnSync(command, [...before, ...(by.length > 0 ? [at(path)] : []), ...args], {
    encoding: 'utf8',
    env: { NODE_ENV: 'production', PATH: '/usr/bin:/bin', TRINITAS_HOME: home.path, ...env },
  })
}

describe('the manifest of packaged hooks', () => {
  it('has the SHA-256 of each file, which has one for every critical hook', () => {
    for (const { path, sha256 } of listPackaged())
      expect([
        path,
        createHash('sha256')
          .update(readFileSync(`${root}dist/hooks/${path}`))
          .digest('hex'),
      ]).toEqual([path, sha256])
    expect(listPackaged().map(({ path }) => basename(path))).toEqual(
      expect.arrayContaining([
        'trinitas_protocol_injector.sh',
        'capture_subagent_result.sh',
        'prepare_parallel_tasks.py',
        'integrate_parallel_results.py',
        'session_monitor.sh',
        'auto_recovery.py',
        'health_check.sh',
        'trinitas-hook',
        'trinitas-hook.mjs',
      ]),
    )
  })

  it('knows a file again whatever was filled in', () => {
    for (const { path, sha256 } of listPackaged()) {
      const fill = { node: "/opt/o'neill/node", trinitas: '/opt/$HOME/`x`/bin/trinitas' }
      const text = withoutFill(readPackaged({ file: path, fill }).toString('utf8'))
      expect([path, createHash('sha256').update(text).digest('hex')]).toEqual([path, sha256])
    }
  })
})

describe('the capture shim', () => {
  const CAPTURE = 'post-execution/capture_subagent_result.sh'

  it('hands what stands in the environment to the capture hook, and says so', () => {
    const { status, stdout } = run(CAPTURE, [], ORIGINAL)
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      { systemMessage: expect.stringMatching(/^✅.*captured$/) },
    ])
    const [name = ''] = readdirSync(home.at('temp'))
    expect(name).toMatch(/^run_task_1_\d{8}_\d{6}_\d{9}\.json$/)
    expect(statSync(home.at(`temp/${name}`)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(home.at(`temp/${name}`), 'utf8'))).toEqual({
      session_id: 'run',
      task_id: 'task_1',
      subagent_type: 'krukai-optimizer',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      execution_time_ms: 12_500,
      status: 'success',
      result: `${ORIGINAL.CLAUDE_TOOL_RESULT}\n`,
      error: '\n',
      metadata: { tool_name: 'Task', claude_request_id: '', project_dir: 'C:\\new "project"' },
    })
  })

  it('moves the results of a session once as many are there as the environment says', () => {
    for (const task of ['task_1', 'task_2'])
      run(CAPTURE, [], { ...ORIGINAL, TRINITAS_TASK_ID: task, TRINITAS_PARALLEL_COUNT: '2' })
    expect([readdirSync(home.at('temp')).length, readdirSync(home.at('completed/run')).length]).toEqual([
      0, 2,
    ])
  })

  it.each([
    ['the program beside it', () => undefined],
    ['the program that it came with', () => chmodSync(at('capture/trinitas-hook'), 0o600)],
  ])('writes into the home that it lies in, by %s', (_, prepare) => {
    prepare()
    run(CAPTURE, [], { ...ORIGINAL, TRINITAS_HOME: '', HOME: '/nowhere', PATH: process.env.PATH ?? '' })
    expect(readdirSync(home.at('temp'))).toHaveLength(1)
  })

  it('says so where nothing could be kept, and fails nobody', () => {
    const results = join(home.path, 'in-the-way')
    writeFileSync(results, '')
    const { status, stdout } = run(CAPTURE, [], { ...ORIGINAL, TRINITAS_RESULTS_DIR: results })
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      { systemMessage: expect.stringMatching(/^⚠️.*not be captured$/) },
    ])
    expect(readFileSync(join(home.path, 'logs/errors.log'), 'utf8')).toMatch(/\[ERROR\] Capture hook: E\w+/)
  })

  it.each(['', '{"subagent_type": "krukai'])('says what was expected where no agent is named: %j', (args) => {
    const { status, stdout } = run(CAPTURE, [], { ...ORIGINAL, CLAUDE_TOOL_ARGUMENTS: args })
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      {
        systemMessage: expect.stringMatching(
          /^⚠️.*expected JSON with "subagent_type" in CLAUDE_TOOL_ARGUMENTS$/,
        ),
      },
    ])
    expect(readFileSync(join(home.path, 'logs/errors.log'), 'utf8')).toContain(
      'in CLAUDE_TOOL_ARGUMENTS: it is no',
    )
    expect(readdirSync(home.at('temp'))).toEqual([])
  })

  it.each([
    ['another event', { ...ORIGINAL, CLAUDE_HOOK_EVENT: 'PreToolUse' }],
    ['another tool', { ...ORIGINAL, CLAUDE_TOOL_NAME: 'Bash' }],
    ['a current Claude Code, which sets none of it', {}],
  ])('captures nothing at %s', (_, env) => {
    expect(run(CAPTURE, [], env)).toMatchObject({ status: 0, stdout: '{}\n' })
  })

  it('keeps no agent from its work where nothing can be captured', () => {
    chmodSync(at('capture/trinitas-hook'), 0o600)
    writeFileSync(at(CAPTURE), readFileSync(`${root}dist/hooks/${CAPTURE}`), { mode: 0o700 })
    expect(run(CAPTURE, [], ORIGINAL)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('could not be captured'),
    })
  })
})

describe('the other shims', () => {
  it('say something at the start of a session as the original did, and go on whatever is asked', () => {
    const injector = 'core/trinitas_protocol_injector.sh'
    const start = run(injector, [], { CLAUDE_HOOK_EVENT: 'SessionStart' })
    expect(JSON.parse(start.stdout)).toEqual({
      systemMessage: expect.stringMatching(/^Trinitas: .* is captured/),
    })
    const compact = { status: 0, stdout: expect.stringContaining('decisions') }
    expect(run(injector, ['pre_compact'])).toMatchObject(compact)
    expect(run(injector, [], { TRINITAS_HOOK_TYPE: 'pre_compact' })).toMatchObject(compact)
    expect(run(injector, ['unknown']).status).toBe(0)
  })

  it.each([[[]], [['/bin/sh']], [['python3']]])('prepare parallel tasks, run by %j', (by) => {
    if (by[0] === 'python3' && !existsSync('/usr/bin/python3')) return expect(by).toEqual(['python3'])
    expect(run('python/prepare_parallel_tasks.py', [], ORIGINAL, by)).toMatchObject({
      status: 0,
      stdout: '{}\n',
    })
  })

  const INTEGRATE = 'python/integrate_parallel_results.py'

  it.each<[string, string[], Record<string, string>]>([
    ['the environment', [], { TRINITAS_INTEGRATION_SESSION: 'done' }],
    ['the first argument', ['done'], {}],
  ])('integrate the session that %s names', (_, args, env) => {
    home.result({ session_id: 'done' }, { directory: 'completed/done', ageMs: 60_000 })
    const { stdout } = run(INTEGRATE, args, env)
    expect(JSON.parse(stdout)).toEqual({ systemMessage: expect.stringContaining('integrated') })
    expect(existsSync(home.at('integrated/done_integrated.json'))).toBe(true)
  })

  it('have nothing to integrate where no session is named, and say that one is not there', () => {
    expect(run(INTEGRATE)).toMatchObject({ status: 0, stdout: '{}\n' })
    expect(run(INTEGRATE, ['unknown'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('no such session'),
    })
  })
})

describe('the shims of a crontab', () => {
  it('take the arguments of the original, and print what people look for', () => {
    home.result({ session_id: 'run' })
    expect(run('monitoring/session_monitor.sh').stdout).toMatch(
      /^=== Active Sessions ===\n✅ Active session: run /,
    )
    expect(run('monitoring/session_monitor.sh', ['health', 'run']).stdout).toMatch(
      /^=== Session Health: run ===/,
    )
    expect(run('monitoring/session_monitor.sh', ['cleanup']).stdout).toMatch(
      /^=== Cleanup Stale Sessions ===/,
    )
    expect(run('monitoring/session_monitor.sh', ['restart'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Usage: /),
    })
    expect(run('monitoring/health_check.sh', ['--no-report']).stdout).toContain('System Status:')
  })

  it.each([[[]], [['/bin/sh']], [['/usr/bin/python3']]])(
    'only say what is wrong without --auto-fix, run by %j',
    (by) => {
      if (by[0] !== undefined && !existsSync(by[0])) return expect(by).toEqual(['/usr/bin/python3'])
      const { stdout } = run('monitoring/auto_recovery.py', [], {}, by)
      expect(stdout).toMatch(/^Found \d+ issues:\n/)
      expect(stdout).not.toContain('Recovery Report:')
    },
  )

  it('mend with --auto-fix', () => {
    expect(run('monitoring/auto_recovery.py', ['--auto-fix']).stdout).toContain('\nRecovery Report:\n')
  })

  it('say what to do where the program has gone', () => {
    copyFileSync(`${root}hooks/monitoring/health_check.sh`, at('monitoring/health_check.sh'))
    expect(run('monitoring/health_check.sh')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('fix hooks --replace-old'),
    })
  })
})
