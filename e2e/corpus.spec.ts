import { rmSync } from 'node:fs'
import { corpus, layOutCorpus } from '#lib/testing/lay-out-corpus.ts'
import { expect, test } from './fixtures.ts'

test('files that the original hooks really wrote are shown as what they are', async ({
  page,
  home,
  startApp,
}, testInfo) => {
  testInfo.skip(corpus === undefined, 'TRINITAS_CORPUS names no directory to read.')
  rmSync(home.results, { recursive: true })
  layOutCorpus(home.path)
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  for (const count of ['Active 6', 'Stale 7', 'Failed 8', 'Completed 22']) {
    await expect(page.getByRole('button', { name: count, exact: true })).toBeVisible()
  }
  await expect(page.getByText('43 sessions', { exact: true })).toBeVisible()
  await page.getByRole('searchbox').fill('12.5')
  await expect(page.getByText('No session matches')).toBeVisible()
  await page.goto(app.url)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('7 stale and')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('6 sessions are running.')
  const broken = page
    .getByRole('region', { name: 'Needs attention' })
    .getByRole('listitem')
    .filter({ hasText: 'cannot be read' })
  await expect(broken).toHaveCount(1)
  await broken.getByRole('link').click()
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('1 problem')
})
