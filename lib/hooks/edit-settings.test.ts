import fc from 'fast-check'
import { parse } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { CAPTURE_EVENTS } from '#lib/model/capture-hooks.ts'
import { captureCommand } from './capture-hooks.ts'
import { installEdits, uninstallEdits, type Wanted } from './edit-settings.ts'
import { applyEdits, invertEdits } from './text-edits.ts'

const LAUNCHER = '/home/u/.claude/trinitas/hooks/capture/trinitas-hook'
const WANTED: Wanted = {
  path: '/home/u/.claude/settings.json',
  launcher: LAUNCHER,
  command: captureCommand(LAUNCHER, null),
  old: 'keep',
}
const OLD = '~/.claude/trinitas/hooks/post-execution/capture_subagent_result.sh'
const EVENTS = CAPTURE_EVENTS.map(({ event }) => event)

const install = (text: string, wanted: Partial<Wanted> = {}): string =>
  applyEdits(text, installEdits(text, { ...WANTED, ...wanted }))

const uninstall = (text: string): string => applyEdits(text, uninstallEdits(text, WANTED.path, LAUNCHER))

type Settings = { hooks: Record<string, { matcher?: string; hooks: { command: string }[] }[]> }

const read = (text: string): Settings => parse(text.replace(/^\uFEFF/, '')) as Settings

const commandsAt = (text: string, event: string): string[] =>
  (read(text).hooks[event] ?? []).flatMap(({ hooks }) => hooks.map(({ command }) => command))

const two = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
const others = {
  env: { KEY: 'value' },
  hooks: {
    SubagentStop: [{ matcher: 'Task', hooks: [{ type: 'command', command: OLD }] }],
    PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'echo "hi"' }] }],
  },
  model: 'opus',
}

const SHAPES: [string, string][] = [
  ['empty', ''],
  ['blank', '\n'],
  ['of an empty object', '{}'],
  ['of an empty object with a line break', '{\n}\n'],
  ['of no hooks', two({ model: 'opus' })],
  ['of empty hooks', two({ hooks: {}, model: 'opus' })],
  ['of an empty event', two({ hooks: { Stop: [] } })],
  ['with other hooks', two(others)],
  ['by four', `${JSON.stringify(others, null, 4)}`],
  ['by tabs', `${JSON.stringify(others, null, '\t')}\n`],
  ['with CRLF', two(others).replaceAll('\n', '\r\n')],
  ['with a byte order mark', `\uFEFF${two(others)}`],
  ['in one line', JSON.stringify(others)],
  ['in one line with blanks', '{ "model": "opus", "hooks": { "Stop": [ ] } }\n'],
  [
    'with lists in one line',
    '{\n  "hooks": {\n    "Stop": [{ "hooks": [{ "type": "command", "command": "x" }] }]\n  }\n}\n',
  ],
  ['with comments', '{\n  // why\n  "model": "opus", /* that */\n  "hooks": {\n    // none\n  } // end\n}\n'],
]

describe.each(SHAPES)('settings %s', (_, text) => {
  const installed = install(text)

  it('call the launcher once at every event', () => {
    for (const event of EVENTS)
      expect(commandsAt(installed, event).filter((command) => command === WANTED.command)).toHaveLength(1)
  })

  it('keep every character that they had, in its order', () => {
    let from = 0
    for (const character of text) {
      from = installed.indexOf(character, from) + 1
      expect(from).toBeGreaterThan(0)
    }
    expect(installEdits(text, WANTED).every(({ length }) => length === 0)).toBe(true)
  })

  it('have nothing more to be installed', () => {
    expect(installEdits(installed, WANTED)).toEqual([])
  })

  it('are what they were when the edits are taken back', () => {
    expect(applyEdits(installed, invertEdits(text, installEdits(text, WANTED)))).toBe(text)
  })

  it('say what they said without the launcher when only its calls are taken out', () => {
    const left = read(uninstall(installed))
    expect(JSON.stringify(left) ?? '').not.toContain(LAUNCHER)
    const { hooks: _hooks, ...rest } = left ?? {}
    const { hooks: _before, ...before } = read(text) ?? {}
    expect(rest).toEqual(before)
  })
})

describe('settings that call hooks of others', () => {
  const installed = install(two(others))

  it('go on calling them', () => {
    expect(commandsAt(installed, 'PreToolUse')).toEqual(['echo "hi"'])
    expect(commandsAt(installed, 'SubagentStop')).toEqual([OLD, WANTED.command])
  })

  it('come back byte for byte when the calls are taken out of lists that hold others', () => {
    const text = two({
      hooks: Object.fromEntries(
        EVENTS.map((event) => [event, [{ hooks: [{ type: 'command', command: 'x' }] }]]),
      ),
    })
    expect(uninstall(install(text))).toBe(text)
  })

  it('lose those of the original where that is wanted, and get them back', () => {
    const text = two(others)
    const edits = installEdits(text, { ...WANTED, old: 'replace' })
    const replaced = applyEdits(text, edits)
    expect(replaced).not.toContain(OLD)
    expect(commandsAt(replaced, 'PreToolUse')).toEqual(['echo "hi"'])
    expect(commandsAt(replaced, 'SubagentStop')).toEqual([WANTED.command])
    expect(applyEdits(replaced, invertEdits(text, edits))).toBe(text)
  })

  it('keep comments that stand around what is taken out', () => {
    const text = `{\n  "hooks": {\n    // first\n    "SubagentStop": [{"hooks": [{"type": "command", "command": "${OLD}"}]}], // second\n    // third\n    "Stop": []\n  }\n}\n`
    const replaced = install(text, { old: 'replace' })
    expect([...replaced.matchAll(/first|second|third/g)].map(([word]) => word)).toEqual([
      'first',
      'second',
      'third',
    ])
    expect(commandsAt(replaced, 'Stop')).toEqual([WANTED.command])
  })
})

it('name the results directory that is meant, in place of the one that was', () => {
  const command = captureCommand(LAUNCHER, '/mnt/my results')
  const changed = install(install('{}'), { command })
  for (const event of EVENTS) expect(commandsAt(changed, event)).toEqual([command])
  expect(command).toBe(`${LAUNCHER} --results-dir '/mnt/my results'`)
})

it('are known to call a launcher whose path holds blanks and quotes', () => {
  const launcher = "/home/o'brien x/hooks/capture/trinitas-hook"
  const wanted = { launcher, command: captureCommand(launcher, null) }
  const installed = install('{}', wanted)
  expect(installEdits(installed, { ...WANTED, ...wanted })).toEqual([])
})

it('leave the call of another program alone whose path begins as that of the launcher', () => {
  const other = { hooks: { Stop: [{ hooks: [{ type: 'command', command: `${LAUNCHER}-of-mine` }] }] } }
  expect(commandsAt(install(two(other)), 'Stop')).toEqual([`${LAUNCHER}-of-mine`, WANTED.command])
})

describe('a command of somebody that has the launcher in it', () => {
  const at = (event: string, command: string): string =>
    two({ hooks: { [event]: [{ hooks: [{ type: 'command', command, timeout: 5 }] }] } })

  it.each([
    `${LAUNCHER}; notify-send done`,
    `${LAUNCHER} && echo "a; b"`,
    `'${LAUNCHER}' || true`,
    `"${LAUNCHER}"\necho done`,
  ])('stays as it is, and is a call of it in any case: %j', (command) => {
    const text = at('Stop', command)
    const installed = install(text)
    expect(commandsAt(installed, 'Stop')).toEqual([command])
    expect(commandsAt(installed, 'SubagentStop')).toEqual([WANTED.command])
    expect(commandsAt(uninstall(installed), 'Stop')).toEqual([command])
  })

  it.each([
    `test -x ${LAUNCHER} && echo ok`,
    `cat > /tmp/x && ${LAUNCHER} --foo`,
    `${LAUNCHER} --version`,
    `${LAUNCHER} --results-dir /elsewhere; echo`,
    `${LAUNCHER} & echo`,
    `${LAUNCHER} </dev/null; echo`,
    `${LAUNCHER} | tee /tmp/x`,
    `${LAUNCHER}; echo "never closed`,
    `sh -c '${LAUNCHER}'`,
    `X=1 ${LAUNCHER}`,
    `# ${LAUNCHER}`,
  ])('stays as it is, and ours stands beside it: %j', (command) => {
    const text = at('Stop', command)
    const installed = install(text)
    expect(commandsAt(installed, 'Stop')).toEqual([command, WANTED.command])
    expect(installEdits(installed, WANTED)).toEqual([])
    expect(commandsAt(uninstall(installed), 'Stop')).toEqual([command])
    expect(uninstall(text)).toBe(text)
  })

  it.each([`"${LAUNCHER}"`, ` ${LAUNCHER}  --results-dir "/elsewhere" `])(
    'is ours where it does nothing else: %j',
    (command) => {
      const text = at('Stop', command)
      expect(commandsAt(install(text), 'Stop')).toEqual([WANTED.command])
      expect(uninstall(text)).toBe(two({}))
    },
  )

  it.each([
    [`${OLD}; notify-send done`, 1],
    [`test -x ${OLD} && ${OLD}`, 1],
    [OLD, 0],
    [`bash -e "${OLD}" pre`, 0],
    ['python3 "$HOME"/hooks/python/integrate_parallel_results.py', 0],
  ])("goes with the original's only where it does nothing else: %j", (command, left) => {
    expect(commandsAt(install(at('PreToolUse', command), { old: 'replace' }), 'PreToolUse')).toHaveLength(
      left,
    )
  })
})

describe('a matcher', () => {
  const NARROW = 'Explore'
  const ours = { type: 'command', command: WANTED.command, timeout: 60 }
  const other = { type: 'command', command: 'notify-send' }
  const at = (event: string, group: Settings['hooks'][string][number]): string => {
    const settings = read(install('{}'))
    settings.hooks[event] = [group]
    return two(settings)
  }

  it.each(['SubagentStart', 'SubagentStop', 'SessionEnd'])(
    'of %s that leaves something out is no installation: ours goes out of it, and comes for everything',
    (event) => {
      const text = at(event, { matcher: NARROW, hooks: [other, ours] })
      const groups = read(install(text)).hooks[event]
      expect(groups).toMatchObject([
        { matcher: NARROW, hooks: [other] },
        { hooks: [{ command: ours.command }] },
      ])
      expect(groups?.[1]).not.toHaveProperty('matcher')
      expect(installEdits(install(text), WANTED)).toEqual([])
      expect(commandsAt(install(at(event, { matcher: NARROW, hooks: [ours] })), event)).toEqual([
        ours.command,
      ])
    },
  )

  it.each(['', '*', '.*'])('%j lets everything through, and is left', (matcher) => {
    expect(installEdits(at('SubagentStop', { matcher, hooks: [ours] }), WANTED)).toEqual([])
  })

  it('says nothing where Claude Code asks for none, and takes no command of others away', () => {
    expect(installEdits(at('Stop', { matcher: NARROW, hooks: [ours] }), WANTED)).toEqual([])
    const mine = `${LAUNCHER}; notify-send`
    const text = at('SubagentStop', { matcher: NARROW, hooks: [{ ...ours, command: mine }] })
    expect(commandsAt(install(text), 'SubagentStop')).toEqual([mine, WANTED.command])
  })
})

it.each([
  ['{"a": 1', 'line 1, column 8'],
  ['{\n  "a": 1,\n}\n', 'line 3, column 1'],
  ['[]', 'expected an object'],
  ['{"hooks": []}', 'expected "hooks" to be an object'],
  ['{"hooks": {"Stop": {}}}', 'expected hooks.Stop to be a list'],
])('refuses %j and says where', (text, words) => {
  const attempt = (): unknown => installEdits(text, WANTED)
  expect(attempt).toThrow(words)
  expect(attempt).toThrow(AppError)
})

it('refuses what is nested deeper than a parser can follow', () => {
  const deep = `{"a": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`
  expect(() => installEdits(deep, WANTED)).toThrow('nested deeper')
})

const value = fc.jsonValue({ depthSize: 'small' })
const matchers = fc.array(
  fc.record({
    matcher: fc.string(),
    hooks: fc.array(fc.record({ type: fc.constant('command'), command: fc.string() })),
  }),
  { maxLength: 3 },
)
const settings = fc.record(
  { env: value, hooks: fc.dictionary(fc.constantFrom(...EVENTS, 'PreToolUse'), matchers), model: value },
  { requiredKeys: [] },
)
const indent = fc.constantFrom<[string | number, string]>([2, '\n'], [4, '\n'], ['\t', '\r\n'], [0, '\n'])

it('of any form call the launcher, keep what they said, and come back byte for byte', () => {
  fc.assert(
    fc.property(settings, indent, fc.boolean(), (content, [by, eol], hasBreak) => {
      const text = JSON.stringify(content, null, by).replaceAll('\n', eol) + (hasBreak ? eol : '')
      const edits = installEdits(text, WANTED)
      const installed = applyEdits(text, edits)
      for (const event of EVENTS) expect(commandsAt(installed, event)).toContain(WANTED.command)
      expect(applyEdits(installed, invertEdits(text, edits))).toBe(text)
      const { hooks: _, ...rest } = JSON.parse(installed) as Record<string, unknown>
      const { hooks: __, ...before } = JSON.parse(text) as Record<string, unknown>
      expect(rest).toEqual(before)
      expect(uninstall(installed)).not.toContain(LAUNCHER)
    }),
    { numRuns: 300 },
  )
})
