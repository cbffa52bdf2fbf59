import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
}

for (const look of ['light', 'dark', 'phone'] as const) {
  test(`every page is accessible (${look})`, async ({ page, home, startApp }) => {
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' })
    if (look === 'phone') await page.setViewportSize({ width: 390, height: 844 })
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
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0)
    }
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page)
  })
}

test('an empty home says what to expect', async ({ page, startApp }) => {
  const app = await startApp()
  await page.goto(app.url)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No sessions yet.')
  await expect(page.getByText('Nothing needs you')).toBeVisible()
  await expect(page.getByText('Nothing is running')).toBeVisible()
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
