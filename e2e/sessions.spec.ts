import { writeManySessions } from '#lib/testing/many-sessions.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'

function fill(home: TemporaryHome): void {
  home.result({
    session_id: 'alpha',
    subagent_type: 'vector-auditor',
    result: 'The cookie lacks HttpOnly, says the <b>audit</b>.',
  })
  home.result(
    { session_id: 'beta', status: 'error', error: 'ECONNREFUSED 127.0.0.1' },
    { directory: 'failed/beta', ageMs: 7_200_000 },
  )
  home.result({ session_id: 'gamma' }, { directory: 'completed/gamma', ageMs: 10 * 86_400_000 })
  home.write('integrated/gamma_integrated.json', '{"session_id": "gamma"}')
}

test('filters stand in the URL, survive a reload, and can be cleared', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  const rows = page.getByRole('grid').getByRole('link')
  await expect(rows).toHaveText(['alpha', 'beta', 'gamma'])
  await page.getByRole('button', { name: /^Failed/ }).click()
  await expect(rows).toHaveText(['beta'])
  await expect(page).toHaveURL(/state=failed/)
  await page.getByRole('button', { name: /^Completed/ }).click()
  await expect(rows).toHaveText(['beta', 'gamma'])
  await page.getByRole('combobox', { name: 'Integrated' }).selectOption('yes')
  await expect(rows).toHaveText(['gamma'])
  await page.reload()
  await expect(rows).toHaveText(['gamma'])
  await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Last hour' })
  await expect(page.getByText('No session matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(rows).toHaveText(['alpha', 'beta', 'gamma'])
  await expect(page).toHaveURL(`${app.url}/sessions`)
})

test('text finds ids, agents, projects and errors; answers are searched on request', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  const rows = page.getByRole('grid').getByRole('link')
  const search = page.getByRole('searchbox')
  for (const [text, found] of [
    ['econnrefused', 'beta'],
    ['VECTOR', 'alpha'],
    ['gam', 'gamma'],
  ] as const) {
    await search.fill(text)
    await expect(rows).toHaveText([found])
  }
  await search.fill('checkout-service')
  await expect(rows).toHaveCount(3)
  await search.fill('httponly')
  await expect(page.getByText('No session matches')).toBeVisible()
  await page.getByRole('button', { name: 'In answers' }).click()
  const hits = page.getByRole('region', { name: 'Found in answers' })
  await expect(hits).toContainText('1 answer with “httponly”, in all 3 on disk.')
  await expect(hits.locator('mark')).toHaveText('HttpOnly')
  await hits.getByRole('link', { name: /lacks HttpOnly/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('alpha')
})

test('columns sort both ways', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  const rows = page.getByRole('grid').getByRole('link')
  await page.getByRole('columnheader', { name: 'Session' }).getByRole('button').click()
  await expect(rows).toHaveText(['alpha', 'beta', 'gamma'])
  await expect(page.getByRole('columnheader', { name: 'Session' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('columnheader', { name: 'Session' }).getByRole('button').click()
  await expect(rows).toHaveText(['gamma', 'beta', 'alpha'])
  await expect(page).toHaveURL(/sort=id/)
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
  await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending')
})

test('everything can be done from the keyboard', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(app.url)
  // No key does anything before the scripts are there.
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Search and commands' })
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('all sess')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${app.url}/sessions`)
  await expect(page.getByRole('grid')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.press('Escape')
  const grid = page.getByRole('grid')
  await grid.focus()
  await page.keyboard.press('j')
  await expect(page.getByRole('row', { selected: true })).toContainText('alpha')
  await page.keyboard.press('End')
  await expect(page.getByRole('row', { selected: true })).toContainText('gamma')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('row', { selected: true })).toContainText('beta')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('beta')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('gamma')
  await expect(palette.getByRole('option', { name: /gamma/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('gamma')
})

test('running sessions of the first page are reached by the tab key', async ({ page, home, startApp }) => {
  home.result({ session_id: 'alpha' }, { ageMs: 0 })
  const app = await startApp()
  await page.goto(app.url)
  const link = page.getByRole('table', { name: 'Running sessions' }).getByRole('link', { name: 'alpha' })
  await expect(link).toBeVisible()
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab')
    if (await link.evaluate((element) => element === document.activeElement)) break
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('alpha')
  await expect(page.getByRole('main')).toBeFocused()
})

test('the marked row is in view, and is the session that was marked', async ({ page, home, startApp }) => {
  for (let nth = 0; nth < 60; nth += 1)
    home.result(
      { session_id: `s${nth + 10}`, subagent_type: nth < 30 ? 'early' : 'late' },
      { name: `${nth}.json` },
    )
  const app = await startApp()
  await page.goto(`${app.url}/sessions?sort=id&direction=asc`)
  const grid = page.getByRole('grid')
  await grid.focus()
  for (let presses = 0; presses < 30; presses += 1) await page.keyboard.press('ArrowDown')
  const marked = page.getByRole('row', { selected: true })
  await expect(marked).toContainText('s39')
  const [outer, inner] = [await grid.boundingBox(), await marked.boundingBox()]
  expect((inner?.y ?? 0) + (inner?.height ?? 0)).toBeLessThanOrEqual((outer?.y ?? 0) + (outer?.height ?? 0))
  await page.getByRole('combobox', { name: 'Agent' }).selectOption('late')
  await expect(grid.getByRole('link').first()).toHaveText('s40')
  await expect(marked).toHaveCount(0)
})

test('another order begins at the top, and going back finds the list where it was', async ({
  page,
  home,
  startApp,
}) => {
  writeManySessions(home.results, 900)
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  await expect(page.getByText('900 sessions', { exact: true })).toBeVisible()
  const grid = page.getByRole('grid')
  const scrolled = () => grid.evaluate((element) => element.scrollTop)
  await grid.focus()
  await page.keyboard.press('End')
  await expect.poll(scrolled).toBeGreaterThan(30_000)
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
  await expect.poll(scrolled).toBe(0)
  await page.mouse.move(600, 500)
  await page.mouse.wheel(0, 3600)
  await expect.poll(scrolled).toBe(3600)
  await grid.getByRole('link').nth(15).click()
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  await page.goBack()
  await expect.poll(scrolled).toBe(3600)
})

test('rows that somebody reads stay where they are while others come above them', async ({
  page,
  home,
  startApp,
}) => {
  for (let nth = 0; nth < 200; nth += 1)
    home.result({ session_id: `s${nth}` }, { name: `${nth}.json`, ageMs: 60_000 + nth * 1000 })
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  const grid = page.getByRole('grid')
  await grid.hover()
  await page.mouse.wheel(0, 1800)
  const row = page.getByRole('row', { name: /s55/ })
  await expect(row).toBeVisible()
  const before = await row.boundingBox()
  for (const id of ['n1', 'n2', 'n3']) home.result({ session_id: id }, { ageMs: 0 })
  await expect(page.getByText('203 sessions', { exact: true })).toBeVisible()
  expect((await row.boundingBox())?.y).toBe(before?.y)
})

test('filters that cannot be asked for say so, and what is shown is told to be outdated', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/)
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  await app.end('SIGKILL')
  await expect(page.getByRole('note', { name: 'Connection lost' })).toContainText('may be outdated')
  await page.getByRole('button', { name: /^Failed/ }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The server cannot be reached')
})

test('the search opens what is found for the text that stands there, and no other', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'first-one' })
  home.result({ session_id: 'second-one' })
  const app = await startApp()
  await page.goto(app.url)
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/api/sessions?text=second*', async (route) => {
    await released
    await route.continue()
  })
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.type('first-one')
  await expect(page.getByRole('option', { name: /first-one/ })).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('second-one')
  await expect(page.getByText('Searching…')).toBeVisible()
  await page.keyboard.press('Enter')
  release()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('second-one')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue('')
})

test('two thousand sessions: the end is one key away, and only rows in view are in the page', async ({
  page,
  home,
  startApp,
}) => {
  writeManySessions(home.results, 2000)
  const app = await startApp()
  await page.goto(`${app.url}/sessions?sort=started&direction=asc`)
  await expect(page.getByText('2,000 sessions', { exact: true })).toBeVisible({ timeout: 30_000 })
  const grid = page.getByRole('grid')
  await grid.focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '2001')
  await expect(page.getByRole('row', { selected: true }).getByRole('link')).toBeVisible()
  expect(await page.getByRole('row').count()).toBeLessThan(80)
})
