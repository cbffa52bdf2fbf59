import { symlinkSync, unlinkSync } from 'node:fs'
import { expect, test } from './fixtures.ts'
import { expectAccessible, LOOKS, putOn } from './page-parts.ts'

for (const look of LOOKS) {
  test(`every page is accessible (${look})`, async ({ page, home, startApp }) => {
    await putOn(page, look)
    home.result({
      session_id: 'active',
      result: '# Answer\n\n```ts\nconst x = 1\n```\n\n[link](https://example.org)',
    })
    home.result({ session_id: 'stale' }, { ageMs: 3_600_000 })
    home.result({ session_id: 'failed', status: 'error', error: 'Broken' }, { directory: 'failed/failed' })
    home.write('completed/broken/a.json', '{"session_id": "broken"')
    const app = await startApp()
    for (const path of [
      '/',
      '/sessions',
      '/sessions/active',
      '/sessions/failed',
      '/sessions/broken',
      '/sessions?state=completed',
    ]) {
      await page.goto(`${app.url}${path}`)
      await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
      await expectAccessible(page)
    }
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page)
  })
}

test('what no session stands for is told on the first page, as it comes and goes', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'fine' }, { directory: 'completed/fine' })
  const app = await startApp()
  await page.goto(app.url)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All is well: nothing is running.')
  symlinkSync('/etc/hostname', home.at('temp/link_0.json'))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '1 broken file needs attention; nothing is running.',
  )
  const item = page.getByRole('region', { name: 'Needs attention' }).getByRole('listitem')
  await expect(item).toContainText('temp/link_0.json')
  await expect(item).toContainText('A symbolic link, which is not followed.')
  unlinkSync(home.at('temp/link_0.json'))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All is well: nothing is running.')
})

test('on a phone only the page scrolls, and sessions have their ids', async ({ page, home, startApp }) => {
  for (let nth = 0; nth < 30; nth += 1)
    home.result({ session_id: `20261123_2110${nth + 10}_e01f0d11` }, { ageMs: nth * 60_000 })
  await page.setViewportSize({ width: 390, height: 844 })
  const app = await startApp()
  await page.goto(app.url)
  const row = page.getByRole('table', { name: 'Running sessions' }).getByRole('row').nth(3)
  await expect(row.getByRole('link')).toBeVisible()
  expect((await row.getByRole('link').boundingBox())?.width).toBeGreaterThan(150)
  await page.mouse.move(200, 400)
  await page.mouse.wheel(0, 5000)
  await expect(page.getByRole('region', { name: 'Today' })).toBeInViewport()
  expect(await page.evaluate(() => [window.scrollY, document.documentElement.scrollHeight])).toEqual([0, 844])
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeInViewport({ ratio: 1 })
})

test('more stale sessions than a page holds are counted, the longest quiet first', async ({
  page,
  home,
  startApp,
}) => {
  for (let nth = 0; nth < 620; nth += 1)
    home.result({ session_id: `s${nth}` }, { name: `${nth}.json`, ageMs: 600_000 + nth * 1000 })
  const app = await startApp()
  await page.goto(app.url)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '620 stale need attention; nothing is running.',
  )
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await expect(attention.getByRole('listitem').first().getByRole('link')).toHaveText('s619')
  await attention.getByRole('link', { name: 'All 620 stale' }).click()
  await expect(page.getByRole('grid').getByRole('link').first()).toHaveText('s619')
})

test('times are in the zone of whoever looks, not of the server', async ({ browser, home, startApp }) => {
  home.result({ session_id: 's' }, { directory: 'completed/s' })
  const app = await startApp()
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo' })
  const page = await context.newPage()
  await page.goto(`${app.url}/sessions/s`)
  const time = page.getByRole('main').locator('dl time').first()
  const iso = await time.getAttribute('datetime')
  const inTokyo = new Date(Date.parse(iso ?? '') + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  await expect(time).toHaveText(inTokyo)
  await context.close()
})

test('an empty home says what to expect', async ({ page, startApp }) => {
  const app = await startApp()
  await page.goto(app.url)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No sessions yet.')
  await expect(page.getByText('Nothing needs you')).toBeVisible()
  await expect(page.getByText('Nothing is running')).toBeVisible()
  await expect(page.getByText('No hooks are installed')).toBeVisible()
  await expect(page.getByText('trinitas hooks install')).toBeVisible()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Sessions' }).click()
  await expect(page.getByText('No sessions yet')).toBeVisible()
  await expectAccessible(page)
})

test('what is not there has a page that says so, with status 404', async ({
  page,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 404/)
  const app = await startApp()
  for (const path of ['/sessions/nope', '/nothing/here', '/sessions/~zz']) {
    const response = await page.goto(`${app.url}${path}`)
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page or session')
  }
})

test('the theme follows the system and can be chosen', async ({ page, startApp }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  const app = await startApp()
  await page.goto(app.url)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: /^Theme: system/ }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})

test('the first page holds today’s numbers, each with its window and threshold', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'a' }, { ageMs: 0 })
  home.result({ session_id: 'b', status: 'error' }, { ageMs: 0 })
  const app = await startApp()
  await page.goto(app.url)
  const today = page.getByRole('region', { name: 'Today' })
  await expect(today).toContainText('Error rate50 %')
  await expect(today).toContainText('alert over 20 %')
  await expect(today.getByRole('img', { name: 'over the threshold' })).toBeVisible()
})
