import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentsOf, runClaude, sessionOf } from '#lib/testing/run-claude.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { startServer } from '#lib/testing/start-server.ts'
import { expect, test } from './fixtures.ts'

/** As somebody keeps it who likes tabs, and has a hook of his own. */
const SETTINGS = `{
\t"model": "opus",
\t"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "true"}]}]},
\t"permissions": { "allow": [ "Read" ] }
}`

test('hooks that were just installed fill the dashboard live, from running to integrated, and leave without a trace', async ({
  page,
}) => {
  const user = mkdtempSync(join(tmpdir(), 'trinitas-user-'))
  const claude = join(user, '.claude')
  const settings = join(claude, 'settings.json')
  mkdirSync(claude)
  writeFileSync(settings, SETTINGS)
  const trinitas = (...args: string[]) => runTrinitas(args, { env: { HOME: user } })
  try {
    expect(trinitas('hooks', 'install', '--yes')).toMatchObject({ code: 0 })
    await using app = await startServer(['--port', '0'], { env: { HOME: user } })
    await page.goto(app.url)
    await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')

    // Slow enough that a busy machine sees each state.
    const agents = agentsOf(3, { paceMs: 1500 })
    const running = runClaude(sessionOf(claude, 'checkout', { agents }), { HOME: user })
    const row = page.getByRole('table', { name: 'Running sessions' }).getByRole('row', { name: /checkout/ })
    await expect(row).toContainText('Active')
    await expect(row).toContainText('0 of 3')
    expect(JSON.parse(trinitas('status', '--json').out)).toMatchObject({
      sessions: [{ id: 'checkout', state: 'active', results: 0, expected: 3 }],
    })
    const calls = await running
    expect(calls.filter(({ code, printed }) => code !== 0 || printed !== '')).toEqual([])
    await expect(row).toHaveCount(0)

    await page.goto(`${app.url}/sessions/checkout`)
    const head = page.locator('header').last()
    await expect(head).toContainText('Completed')
    await expect(head).toContainText('Integrated')
    await expect(head).toContainText('3 of 3')
    await expect(page.getByRole('article', { name: 'vector-auditor' })).toContainText('claude-sonnet-5')

    expect(trinitas('hooks', 'status')).toMatchObject({ code: 0 })
    expect(trinitas('hooks', 'uninstall', '--yes')).toMatchObject({ code: 0 })
    expect(readFileSync(settings, 'utf8')).toBe(SETTINGS)
    // The page would complain of the server's end.
    await page.goto('about:blank')
  } finally {
    rmSync(user, { recursive: true, force: true })
  }
})
