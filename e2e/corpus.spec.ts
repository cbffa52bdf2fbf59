import { rmSync } from 'node:fs'
import { corpus, layOutCorpus } from '#lib/testing/lay-out-corpus.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { expect, test } from './fixtures.ts'
import { expectAccessible, heading, issues, retention } from './page-parts.ts'

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

test('their health, logs and recovery are shown, and looking at them changes no file', async ({
  page,
  home,
  startApp,
}, testInfo) => {
  testInfo.skip(corpus === undefined, 'TRINITAS_CORPUS names no directory to read.')
  test.setTimeout(120_000)
  rmSync(home.results, { recursive: true })
  layOutCorpus(home.path)
  const before = snapshotTree(home.results)
  const { url } = await startApp(undefined, { HOME: home.path })
  await page.goto(`${url}/health`)
  await expect(heading(page)).toContainText('6 warnings in')
  await expect(page.getByRole('region', { name: 'Checks', exact: true })).toContainText('Broken files')
  await expectAccessible(page)
  await page.goto(`${url}/recovery`)
  await expect(issues(page)).toContainText('corrupted JSON')
  await expect(retention(page)).toContainText('kept for')
  await expectAccessible(page)
  await page.goto(`${url}/logs?file=session_monitor.log`)
  await expect(page.getByRole('row').filter({ hasText: 'Stale session: ' })).toHaveCount(7)
  await page.goto(`${url}/audit`)
  await expect(heading(page)).toHaveText('Audit')
  expect(snapshotTree(home.results)).toEqual(before)
})
