import type { Page } from '@playwright/test'
import { startServer } from '#lib/testing/start-server.ts'
import { expect, test } from './fixtures.ts'
import { expectAccessible, heading, retention } from './page-parts.ts'

const row = (page: Page, text: RegExp) => page.getByRole('row').filter({ hasText: text })

/** Every page that the navigation leads to, and what it is called. */
const PAGES = ['Sessions', 'Performance', 'Recovery', 'Logs', 'Audit', 'Health', 'Settings'] as const

test('every page of the sample home shows something, and is accessible', async ({ page }) => {
  test.setTimeout(180_000)
  await using server = await startServer(['--demo', '--port', '0'])
  await page.goto(server.url)
  await expect(page.getByText(/simulated agents/).first()).toBeVisible()
  for (const name of PAGES) {
    await page.goto(`${server.url}/${name.toLowerCase()}`)
    await expect(
      heading(page)
        .or(page.getByRole('heading', { name, exact: true }))
        .first(),
    ).toBeVisible()
    await expectAccessible(page)
  }
  // It would complain of the end of its server.
  await page.close()
})

test('the sample home is in use and mostly healthy, its logs say what went quiet, and its retention is previewed', async ({
  page,
}) => {
  await using server = await startServer(['--demo', '--port', '0'])
  await page.goto(`${server.url}/health`)
  const checks = page.getByRole('region', { name: 'Checks', exact: true }).getByRole('listitem')
  await expect(checks.filter({ hasText: 'All critical hooks are there and can be run.' })).toBeVisible()
  await expect(checks.filter({ hasText: 'Claude Code calls every critical hook.' })).toBeVisible()
  await expect(heading(page)).not.toContainText('Critical')

  await page.goto(`${server.url}/logs?file=session_monitor.log`)
  const quiet = row(page, /Stale session: \S+ \(age: \d+s\)/).first()
  await expect(quiet).toContainText('Warning')
  await quiet.getByRole('link').click()
  await expect(page).toHaveURL(/\/sessions\//)

  await page.goto(`${server.url}/recovery`)
  await expect(retention(page)).toContainText('kept for 7 d')
  await expect(page.getByRole('region', { name: 'Issues' })).toContainText('stale session')
  await page.goto(`${server.url}/audit`)
  await expect(heading(page)).toHaveText('Audit')
  await page.close()
})
