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
  await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Active in the last hour' })
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
  await expect(rows).toHaveText(['gamma', 'beta', 'alpha'])
  await expect(page.getByRole('columnheader', { name: 'Session' })).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('columnheader', { name: 'Session' }).getByRole('button').click()
  await expect(rows).toHaveText(['alpha', 'beta', 'gamma'])
  await expect(page).toHaveURL(/sort=id/)
})

test('everything can be done from the keyboard', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(app.url)
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
