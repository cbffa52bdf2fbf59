import type { Page } from '@playwright/test'
import { withUsage } from '#lib/testing/hook-files.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, recordFetches, test } from './fixtures.ts'
import { DAY_MS, HOUR_MS } from './homes.ts'
import { expectAccessible, LOOKS, putOn } from './page-parts.ts'

const tile = (page: Page, label: string) =>
  page
    .getByRole('region', { name: 'In this range' })
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const chart = (page: Page, title: string) =>
  page.getByRole('application', { name: new RegExp(`^${title}, a chart`) })

async function openPage(page: Page, url: string, query = ''): Promise<void> {
  await page.goto(`${url}/performance${query}`)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  // The page lives once it draws, or says why there is nothing to draw.
  await expect(
    page
      .getByRole('application')
      .or(page.getByText(/No results? /))
      .or(page.getByRole('main').getByRole('alert'))
      .first(),
  ).toBeVisible()
}

/** Two successes of alpha, an error of beta, and one result of the day before. */
function fill(home: TemporaryHome): void {
  const place = (id: string, ageMs: number) => ({ directory: `completed/${id}`, ageMs })
  home.result(
    { session_id: 'first', subagent_type: 'alpha', execution_time_ms: 10_000 },
    place('first', 5 * HOUR_MS),
  )
  home.result(
    { session_id: 'first', subagent_type: 'alpha', execution_time_ms: 20_000 },
    place('first', 5 * HOUR_MS),
  )
  home.result(
    {
      session_id: 'second',
      subagent_type: 'beta',
      execution_time_ms: 45_000,
      status: 'error',
      error: 'Cannot reach 10.0.0.7',
      metadata: { tool_name: 'Task', claude_request_id: '', project_dir: '/home/dev/other, and more' },
    },
    place('second', 3 * HOUR_MS),
  )
  home.result(
    { session_id: 'before', subagent_type: 'alpha', execution_time_ms: 50_000 },
    place('before', DAY_MS + 4 * HOUR_MS),
  )
}

test('numbers, charts and tables say the same of known results', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  await expect(tile(page, 'Results')).toHaveText(/^Results3(?!\d)/)
  await expect(tile(page, 'Sessions')).toHaveText(/^Sessions2(?!\d)/)
  await expect(tile(page, 'Success rate')).toContainText('67 %')
  await expect(tile(page, 'Average execution')).toContainText('25 s')
  await expect(tile(page, '95th percentile')).toContainText('exact')
  const times = panel(page, 'Execution time')
  await expect(times).toContainText('last 24 hours, each point 5 min')
  await expect(times.getByRole('button', { name: 'alpha 15 s average' })).toBeVisible()
  await expect(times.getByRole('button', { name: 'beta 45 s average' })).toBeVisible()
  await times.getByRole('button', { name: 'Show as table' }).click()
  const rows = times.getByRole('table').getByRole('row')
  await expect(rows).toHaveText([/Time.*alpha.*beta/, /–45 s$/, /15 s–$/])
  await times.getByRole('button', { name: 'p99' }).click()
  await expect(times.getByRole('button', { name: 'alpha 20 s p99' })).toBeVisible()
  await expect(rows.last()).toHaveText(/20 s–$/)
  await expect(panel(page, 'Errors').getByRole('button', { name: 'Error 1 in all' })).toBeVisible()
  await expect(panel(page, 'Agents').getByRole('row', { name: /^alpha/ })).toHaveText(/^alpha2100 %215 s/)
  await expect(panel(page, 'Hours of the week').getByRole('cell', { name: /[1-9]/ })).toHaveCount(2)
  const slowest = panel(page, 'Slowest sessions').getByRole('table').getByRole('link')
  await expect(slowest).toHaveText(['second', 'first'])
  const errors = panel(page, 'Most frequent errors')
  await expect(errors).toContainText('Cannot reach')
  await errors.getByRole('link', { name: 'second' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('second')
})

test('filters stand in the URL, survive a reload, and can be cleared', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  await page.locator('summary', { hasText: 'Agents' }).click()
  await page.getByRole('checkbox', { name: 'alpha' }).check()
  await expect(tile(page, 'Results')).toHaveText(/^Results2(?!\d)/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('checkbox', { name: 'alpha' })).toBeHidden()
  await expect(page).toHaveURL(/agent=alpha/)
  await page.reload()
  await expect(tile(page, 'Results')).toHaveText(/^Results2(?!\d)/)
  await expect(page.getByText('Only agents alpha.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(tile(page, 'Results')).toHaveText(/^Results3(?!\d)/)
  await page.locator('summary', { hasText: 'Projects' }).click()
  await page.getByRole('checkbox', { name: 'other, and more' }).check()
  await expect(tile(page, 'Results')).toHaveText(/^Results1(?!\d)/)
  await page.reload()
  await expect(tile(page, 'Results')).toHaveText(/^Results1(?!\d)/)
  await page.locator('summary', { hasText: 'Status' }).click()
  await page.getByRole('checkbox', { name: 'Success' }).check()
  await expect(page.getByText('No result matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(tile(page, 'Results')).toHaveText(/^Results3(?!\d)/)
  await expect(page).toHaveURL(`${app.url}/performance`)
})

test('each number stands beside that of the period before, and what is unknown is said to be', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  await page.getByRole('button', { name: 'Compare with the period before' }).click()
  await expect(tile(page, 'Results')).toContainText('+200 % from 1')
  await expect(tile(page, 'Success rate')).toContainText('−33 points from 100 %')
  await expect(tile(page, 'Average execution')).toContainText('−50 % from 50 s')
  await page.goto(`${app.url}/performance?compare=yes&agent=beta`)
  await expect(tile(page, 'Results')).toContainText('none before')
  await expect(tile(page, 'Average execution')).toContainText('unknown before')
})

test('a range is chosen by name or between two times, which stand in the URL', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  await page.getByRole('button', { name: '7d' }).click()
  await expect(tile(page, 'Results')).toHaveText(/^Results4(?!\d)/)
  await expect(page).toHaveURL(/within=7d/)
  await page.getByRole('button', { name: 'Custom' }).click()
  await expect(page.getByLabel('From', { exact: true })).not.toHaveValue('')
  const local = (atMs: number) =>
    page.evaluate((at) => {
      const time = new Date(at)
      return new Date(at - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    }, atMs)
  await page.getByLabel('From', { exact: true }).fill(await local(Date.now() - 4 * HOUR_MS))
  await expect(tile(page, 'Results')).toHaveText(/^Results1(?!\d)/)
  await page.getByLabel('To', { exact: true }).fill(await local(Date.now() - 2 * HOUR_MS))
  await expect(page).toHaveURL(/within=custom&from=.*&to=/)
  await expect(panel(page, 'In this range')).toContainText(/ \d\d:\d\d to 20/)
  await page.reload()
  await expect(tile(page, 'Results')).toHaveText(/^Results1(?!\d)/)
})

test('a question that makes no sense says what was expected, and keeps what is shown', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 400/)
  fill(home)
  const app = await startApp()
  await openPage(page, app.url, '?within=custom&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')
  const alert = page.getByRole('main').getByRole('alert')
  await expect(alert).toContainText('from: expected a time before "to"')
  await page.getByRole('button', { name: '24h' }).click()
  await expect(tile(page, 'Results')).toHaveText(/^Results3(?!\d)/)
  await page.getByRole('button', { name: 'Custom' }).click()
  await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00')
  await expect(alert).toContainText('expected a time before "to"')
  await expect(tile(page, 'Results')).toHaveText(/^Results3(?!\d)/)
})

test('what is drawn is chosen with the keyboard, and a chart is read with the arrow keys', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  const beta = panel(page, 'Success rate').getByRole('button', { name: /^beta/ })
  await expect(beta).toHaveAttribute('aria-pressed', 'true')
  await beta.focus()
  await page.keyboard.press('Enter')
  await expect(beta).toHaveAttribute('aria-pressed', 'false')
  await expect(page).toHaveURL(/hidden=agent\.beta/)
  const drawn = panel(page, 'Execution time').getByRole('button', { name: /^beta/ })
  await expect(drawn).toHaveAttribute('aria-pressed', 'false')
  await page.reload()
  await expect(beta).toHaveAttribute('aria-pressed', 'false')
  await chart(page, 'Execution time').focus()
  await page.keyboard.press('ArrowRight')
  const said = panel(page, 'Execution time').getByRole('status')
  await expect(said).toContainText('alpha–')
  await expect(said).not.toContainText('beta')
})

test('one crosshair stands in all charts, and says its numbers in the one that is looked at', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  // The last are drawn when the browser has nothing else to do.
  await expect(page.getByRole('application')).toHaveCount(await page.locator('[data-chart]').count())
  await chart(page, 'Errors').hover()
  const cursors = page.locator('.recharts-tooltip-cursor')
  await expect(cursors).toHaveCount(await page.getByRole('application').count())
  await expect(panel(page, 'Errors').getByRole('status')).toBeVisible()
  await expect(panel(page, 'Speed-up').getByRole('status')).toBeHidden()
})

test('a new result moves the last numbers without a reload, and no more often than every two seconds', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  await expect(tile(page, 'Results')).toHaveText(/^Results3(?!\d)/)
  const results = panel(page, 'Results and sessions')
  await results.getByRole('button', { name: 'Show as table' }).click()
  await expect(results.getByRole('row')).toHaveCount(3)
  const asked = recordFetches(page)
  const startedAtMs = Date.now()
  for (let nth = 0; nth < 10; nth += 1)
    home.result({ session_id: 'live', subagent_type: 'gamma' }, { ageMs: 10 * 60_000, name: `${nth}.json` })
  await expect(tile(page, 'Results')).toHaveText(/^Results13(?!\d)/)
  await expect(results.getByRole('row').nth(1)).toContainText(/101$/)
  await expect(panel(page, 'Execution time').getByRole('button', { name: /^gamma 1\.5 s/ })).toBeVisible()
  expect(new Set(asked)).toEqual(new Set(['/api/metrics']))
  expect(asked.length).toBeLessThanOrEqual(1 + (Date.now() - startedAtMs) / 2000)
})

test('numbers that cannot be asked for say so, and those that were there stay', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/)
  fill(home)
  const app = await startApp()
  await openPage(page, app.url)
  await app.end('SIGKILL')
  await page.getByRole('button', { name: '7d' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The server cannot be reached')
  await expect(tile(page, 'Results')).toHaveText(/^Results3(?!\d)/)
  await startApp(['--port', new URL(app.url).port])
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(tile(page, 'Results')).toHaveText(/^Results4(?!\d)/)
})

test('where there is nothing, it says why and what to do', async ({ page, home, startApp }) => {
  const app = await startApp()
  await openPage(page, app.url)
  await expect(page.getByText('No results yet')).toBeVisible()
  await expect(tile(page, 'Success rate')).toContainText('unknown')
  home.result({ session_id: 'old' }, { directory: 'completed/old', ageMs: 40 * DAY_MS })
  await page.goto(`${app.url}/sessions`)
  await expect(page.getByRole('link', { name: 'old' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Performance' }).click()
  await expect(page.getByText('No result in this range')).toBeVisible()
  await page.getByRole('button', { name: 'Show the last 90 days' }).click()
  await expect(tile(page, 'Results')).toHaveText(/^Results1(?!\d)/)
})

test('what draws charts is loaded on this page alone', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  const scripts: Promise<string>[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.text())
  })
  await page.goto(`${app.url}/sessions`, { waitUntil: 'networkidle' })
  const draws = async () => (await Promise.all(scripts)).filter((text) => text.includes('recharts-')).length
  expect(scripts.length).toBeGreaterThan(3)
  expect(await draws()).toBe(0)
  await openPage(page, app.url)
  await expect(chart(page, 'Execution time')).toBeVisible()
  expect(await draws()).toBeGreaterThan(0)
})

for (const look of LOOKS) {
  test(`the page is accessible (${look})`, async ({ page, home, startApp }) => {
    await putOn(page, look)
    fill(home)
    // All shades of the heat map, and more lines than there are colours.
    for (let nth = 0; nth < 40; nth += 1)
      home.result(
        { session_id: 'many', subagent_type: `agent-${nth % 13}`, execution_time_ms: 1000 * nth },
        {
          directory: 'completed/many',
          name: `${nth}.json`,
          ageMs: (1 + Math.floor(Math.sqrt(nth))) * HOUR_MS,
        },
      )
    const app = await startApp()
    await openPage(page, app.url, '?compare=yes&agent=&hidden=agent.alpha')
    await expect(chart(page, 'Speed-up')).toBeVisible()
    await panel(page, 'Errors').getByRole('button', { name: 'Show as table' }).click()
    await page.getByRole('button', { name: 'Custom' }).click()
    await page.locator('summary', { hasText: 'Agents' }).click()
    await expectAccessible(page)
    await chart(page, 'Errors').focus()
    await page.keyboard.press('ArrowRight')
    await expectAccessible(page)
  })
}

test('tokens are drawn by agent and kind, and where no result says how many, that is said', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'silent', subagent_type: 'beta' })
  const app = await startApp()
  await openPage(page, app.url)
  const tokens = panel(page, 'Tokens')
  await expect(tokens).toContainText('Nothing in this time says how many tokens it took.')
  const row = panel(page, 'Agents').getByRole('row', { name: /^alpha/ })
  const metadata = withUsage({ input_tokens: 12_000, output_tokens: 345, cache_read_input_tokens: 90_000 })
  home.result({ session_id: 'costly', subagent_type: 'alpha', metadata }, { ageMs: 0 })
  await expect(tokens.getByRole('button', { name: 'alpha 345 in all' })).toBeVisible()
  await expect(tokens).toContainText('Of 1 result of 2; the others do not say.')
  await expect(row).toHaveText(/12,000345$/)
  await expect(panel(page, 'Agents').getByRole('row', { name: /^beta/ })).toHaveText(/––$/)
  await tokens.getByRole('button', { name: 'Read from cache' }).click()
  await expect(page).toHaveURL(/tokens=cache-read/)
  await expect(tokens.getByRole('button', { name: 'alpha 90,000 in all' })).toBeVisible()
  await tokens.getByRole('button', { name: 'Export Tokens' }).click()
  const svg = await tokens.getByRole('link', { name: 'Download SVG' }).getAttribute('href')
  expect(svg).toContain('tokens=cache-read')
  const drawn = await page.request.get(`${app.url}${svg}`)
  expect(await drawn.text()).toContain('Tokens, read from cache')
  const csv = await tokens.getByRole('link', { name: 'Download CSV' }).getAttribute('href')
  expect(await (await page.request.get(`${app.url}${csv}`)).text()).toMatch(/,alpha,12000,345,90000,\r\n/)
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  await page.screenshot({ path: test.info().outputPath('tokens.png'), fullPage: true })
})
