import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkHookCalls } from '#lib/health/check-hook-calls.ts'
import { HOOKS, hookAt, soundHome } from '#lib/testing/sound-home.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { readHookTexts } from './read-hook-texts.ts'
import { managedDirectoryOf, readMoreSettings } from './read-more-settings.ts'

const SECRET = 'sk-ant-a-key-that-nobody-may-see'

/** Writes JSON below a home, beside which everything else lies too. */
function put(home: TemporaryHome, path: string, value: unknown): void {
  const file = join(home.path, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
}

const calling = (commands: readonly string[]) => ({
  env: { ANTHROPIC_API_KEY: SECRET },
  hooks: { SubagentStop: [{ hooks: commands.map((command) => ({ type: 'command', command })) }] },
})
const all = (home: TemporaryHome): string[] => HOOKS.map((hook) => hookAt(home, hook))

function seen(home: TemporaryHome, projects: readonly string[] = []) {
  const places = { home: home.path, userHome: home.path, configDirectory: undefined }
  const own = readClaudeSettings(places)
  const managedDirectory = join(home.path, 'etc')
  const more = readMoreSettings({ ...places, projects, managedDirectory }, own)
  return { more, check: checkHookCalls({ settings: [...own, ...more], ...readHookTexts(home.path, '') }) }
}

describe('settings beside those of the user', () => {
  it('lie where Claude Code documents it', () => {
    expect(managedDirectoryOf('linux')).toBe('/etc/claude-code')
    expect(managedDirectoryOf('darwin')).toBe('/Library/Application Support/ClaudeCode')
  })

  it('of administrators call the hooks for everybody, those that are merged over them too', () => {
    using home = soundHome()
    const [first = '', ...others] = all(home)
    put(home, 'etc/managed-settings.json', calling([first]))
    put(home, 'etc/managed-settings.d/20-hooks.json', calling(others))
    const { more, check } = seen(home)
    expect(more.map(({ scope, kind }) => [scope, kind])).toEqual([
      ['managed', 'read'],
      ['managed', 'read'],
    ])
    expect(check).toMatchObject({ result: 'ok', summary: 'Claude Code calls every critical hook.' })
  })

  it('of administrators may forbid all others', () => {
    using home = soundHome()
    put(home, '.claude/settings.json', calling(all(home)))
    expect(seen(home).check.result).toBe('ok')
    put(home, 'etc/managed-settings.json', { allowManagedHooksOnly: true })
    const { check } = seen(home)
    expect(check.result).toBe('warning')
    expect(check.evidence.join('\n')).toContain('lets only hooks of administrators run')
  })

  it('of projects that results name hold there, and are said to', () => {
    using home = soundHome()
    const project = join(home.path, 'shop')
    put(home, 'shop/.claude/settings.json', calling(all(home).slice(0, 2)))
    put(home, 'shop/.claude/settings.local.json', calling(all(home).slice(2)))
    expect(seen(home).check.result).toBe('warning')
    const { check } = seen(home, [project, 'not/absolute', '/nowhere'])
    expect(check.result).toBe('ok')
    expect(check.evidence).toContain(`hooks/${HOOKS[1]} is called in single projects alone.`)
    put(home, '.claude/settings.json', calling(all(home)))
    put(home, 'shop/.claude/settings.local.json', { disableAllHooks: true })
    const off = seen(home, [project]).check
    expect(off.result).toBe('ok')
    expect(off.evidence.join('\n')).toContain('switches all hooks off for its project')
  })

  it('of plugins count while they are switched on', () => {
    using home = soundHome()
    const root = join(home.path, 'plugins-cache/trinitas/1')
    put(home, 'plugins-cache/trinitas/1/hooks/hooks.json', {
      hooks: calling([`$CLAUDE_PLUGIN_ROOT/../../../hooks/${HOOKS[0]}`, ...all(home).slice(1)]).hooks,
    })
    put(home, '.claude/plugins/installed_plugins.json', {
      version: 2,
      plugins: {
        'trinitas@team': [{ scope: 'user', installPath: root }],
        'other@team': { installPath: '/nowhere' },
      },
    })
    expect(seen(home).more).toEqual([])
    put(home, '.claude/settings.json', { enabledPlugins: { 'trinitas@team': true, 'other@team': false } })
    const { more, check } = seen(home)
    expect(more).toMatchObject([{ scope: 'plugin', kind: 'read' }])
    expect(check.result).toBe('ok')
  })

  it('are never repeated, and hold nobody up whatever they are', () => {
    using home = soundHome()
    const project = join(home.path, 'shop')
    put(home, 'shop/.claude/settings.json', `{"key": "${SECRET}", `)
    spawnSync('mkfifo', [join(project, '.claude/settings.local.json')])
    put(home, 'etc/managed-settings.json', calling(['echo']))
    put(home, '.claude/plugins/installed_plugins.json', '[')
    put(home, '.claude/settings.json', { enabledPlugins: { 'trinitas@team': true } })
    const { more, check } = seen(home, [project])
    expect(more.map(({ kind }) => kind)).toEqual(['read', 'broken', 'unseen'])
    expect(JSON.stringify([more, check])).not.toContain(SECRET)
  })
})
