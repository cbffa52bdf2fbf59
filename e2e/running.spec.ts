import { withUsage } from '#lib/testing/hook-files.ts'
import { idleProcess, startAgent } from '#lib/testing/start-agent.ts'
import { expect, test } from './fixtures.ts'
import { dialog, expectAccessible, LOOKS, putOn } from './page-parts.ts'

const MINUTE_MS = 60_000

const taskOf = (agent: string): string => `${agent}_id-of-${agent}`

test('agents that start, write, hang and answer are followed on every page without a reload', async ({
  page,
  home,
  startApp,
}) => {
  const app = await startApp(['--port', '0', '--active-window', '6s'])
  await page.goto(app.url)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  const agents = ['krukai-optimizer', 'springfield-strategist', 'vector-auditor']
  const [hung] = agents.map((subagent_type) => startAgent(home, { session_id: 'live', subagent_type }))
  const row = page.getByRole('table', { name: 'Running sessions' }).getByRole('row', { name: /live/ })
  await expect(row).toContainText('Active')
  await expect(row).toContainText('0 of 3')
  await expect(row).toContainText(/waiting for \S+ and 2 more for \d+ s/)
  for (const subagent_type of agents.slice(1))
    home.result({ session_id: 'live', subagent_type, task_id: taskOf(subagent_type) }, { ageMs: 0 })
  await expect(row).toContainText('2 of 3')
  await expect(row).toContainText(/waiting for krukai-optimizer for \d+ s/)

  await page.getByRole('link', { name: 'live' }).click()
  const card = page.getByRole('article', { name: 'krukai-optimizer' })
  await expect(card).toContainText('Running')
  await expect(card).toContainText(/At work for \d+ s, since/)
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(/\d+ s so far/)
  // Nothing changes from now on but the clock.
  await expect(page.getByText('Stale', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('banner').or(page.locator('header')).last()).toContainText(
    /waiting for krukai-optimizer for \d+ s, silent for \d+ s, process unknown/,
  )
  await expect(card).toContainText('silent for over 6.0 s')

  hung?.write()
  await expect(page.getByText('Active', { exact: true })).toBeVisible({ timeout: 20_000 })
  const metadata = withUsage({ model: 'opus-5', input_tokens: 12_000, output_tokens: 345, tool_calls: 7 })
  home.result({ session_id: 'live', task_id: taskOf('krukai-optimizer'), metadata }, { ageMs: 0 })
  await expect(card).toContainText('Success')
  await expect(card).toContainText('12,000 tokens in')
  await expect(page.locator('header').last()).toContainText('3 of 3')
  await expect(page.getByText('waiting for')).toHaveCount(0)
})

test('a hung agent whose process is alive is labelled, left out of what takes all, and taken by name', async ({
  page,
  home,
  startApp,
}) => {
  using idle = idleProcess()
  startAgent(home, { session_id: 'hung', process: idle.process }, { ageMs: 12 * MINUTE_MS })
  for (const id of ['left', 'behind']) startAgent(home, { session_id: id }, { ageMs: 12 * MINUTE_MS })
  const app = await startApp()
  await page.goto(app.url)
  const row = page.getByRole('table', { name: 'Running sessions' }).getByRole('row', { name: /hung/ })
  await expect(row).toContainText('Stale')
  await expect(row).toContainText('silent for 12 min, process alive')
  await page.getByRole('button', { name: 'Clean up all 2 stale…' }).click()
  await expect(dialog(page)).toContainText('left')
  await expect(dialog(page)).toContainText('its process is alive: it is moved only by name')
  await expect(dialog(page).getByRole('button', { name: 'Clean up 2 sessions' })).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Clean up hung' }).click()
  await expect(dialog(page)).toContainText('running/hung/')
})

test('an agent that hangs while others of its session work is no sign that all is well', async ({
  page,
  home,
  startApp,
}) => {
  startAgent(home, { session_id: 'run', subagent_type: 'vector-auditor' }, { ageMs: 7 * MINUTE_MS })
  startAgent(home, { session_id: 'run', subagent_type: 'springfield-strategist' }, { ageMs: MINUTE_MS })
  const app = await startApp()
  await page.goto(app.url)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '1 waiting for a silent agent needs attention; 1 session is running.',
  )
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await expect(attention.getByRole('listitem')).toContainText('waiting for vector-auditor and 1 more')
})

for (const look of LOOKS)
  test(`what is at work can be read by everybody, ${look}`, async ({ page, home, startApp }) => {
    await putOn(page, look)
    using idle = idleProcess()
    const agent = { session_id: 'run', subagent_type: 'vector-auditor', process: idle.process }
    startAgent(home, agent, { ageMs: 7 * MINUTE_MS })
    startAgent(home, { session_id: 'run', subagent_type: 'springfield-strategist' }, { ageMs: 2 * MINUTE_MS })
    const metadata = withUsage({
      model: 'opus-5',
      input_tokens: 12_000,
      output_tokens: 345,
      cache_read_input_tokens: 90_000,
      cache_creation_input_tokens: 5000,
      tool_calls: 7,
    })
    home.result({ session_id: 'run', execution_time_ms: 200_000, metadata }, { ageMs: MINUTE_MS })
    const app = await startApp()
    for (const path of ['/', '/sessions', '/sessions/run']) {
      await page.goto(`${app.url}${path}`)
      await expect(page.getByText('waiting for vector-auditor').first()).toBeVisible()
      await expectAccessible(page)
      await page.screenshot({
        path: test.info().outputPath(`${look}-${path.replaceAll('/', '_')}.png`),
        fullPage: true,
      })
    }
  })
