import { mkdirSync, renameSync } from 'node:fs'
import type { Request } from '@playwright/test'
import { expect, recordFetches, test } from './fixtures.ts'
import { setHidden } from './page-parts.ts'

test('a new result appears without a reload, and no list is fetched again', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'first' })
  const app = await startApp()
  await page.goto(app.url)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All is well: 1 session is running.')
  const asked = recordFetches(page)
  home.result({ session_id: 'second' }, { ageMs: 0 })
  await expect(page.getByRole('row', { name: /second/ })).toBeVisible()
  home.result({ session_id: 'second' }, { ageMs: 0 })
  await expect(page.getByRole('row', { name: /second/ })).toContainText('2')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All is well: 2 sessions are running.')
  expect(asked).toEqual([])
})

test('the sessions page places new, changed and removed rows by itself', async ({ page, home, startApp }) => {
  for (const id of ['a', 'b', 'c']) home.result({ session_id: id }, { name: `${id}.json` })
  const app = await startApp()
  await page.goto(`${app.url}/sessions?sort=id&direction=asc`)
  const rows = page.getByRole('grid').getByRole('link')
  await expect(rows).toHaveText(['a', 'b', 'c'])
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  const asked = recordFetches(page)
  home.result({ session_id: 'bb' }, { ageMs: 0 })
  await expect(rows).toHaveText(['a', 'b', 'bb', 'c'])
  mkdirSync(home.at('completed/b'))
  renameSync(home.at('temp/b.json'), home.at('completed/b/b.json'))
  await expect(page.getByRole('row', { name: 'Completed b' })).toBeVisible()
  await expect(page.getByText('4 sessions', { exact: true })).toBeVisible()
  expect(asked).toEqual([])
})

test('a session turns stale by the clock alone, and ages tick', async ({ page, home, startApp }) => {
  const app = await startApp(['--port', '0', '--active-window', '8s'])
  await page.goto(app.url)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  home.result({ session_id: 'quiet' }, { ageMs: 0 })
  const row = page.getByRole('row', { name: /quiet/ })
  await expect(row).toContainText('Active')
  await expect(row).toContainText(/[1-7] s ago/)
  await expect(row).toContainText('Stale', { timeout: 10_000 })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '1 stale needs attention; nothing is running.',
  )
  await expect(page.getByRole('region', { name: 'Needs attention' })).toContainText('quiet for over 8.0 s')
})

test('it says that the server is lost, reconnects, and shows what it missed', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(
    /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/,
  )
  home.result({ session_id: 'before' })
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  const connection = page.getByRole('status', { name: 'Connection' })
  await expect(connection).toContainText('Live')
  await app.end('SIGKILL')
  await expect(connection).toContainText('Lost')
  home.result({ session_id: 'missed' }, { ageMs: 0 })
  await startApp(['--port', new URL(app.url).port])
  await expect(connection).toContainText('Live')
  await expect(page.getByRole('grid')).toContainText('missed')
})

test('a tab that nobody looks at holds no connection, and catches up when it is looked at', async ({
  page,
  home,
  startApp,
}) => {
  const app = await startApp()
  await page.goto(app.url)
  const connection = page.getByRole('status', { name: 'Connection' })
  await expect(connection).toContainText('Live')
  await setHidden(page, true)
  await expect(connection).toContainText('Paused')
  const asked: string[] = []
  // The frames of other pages are had in idle moments, once each, and say nothing of sessions.
  const isFrame = (request: Request): boolean => 'next-router-prefetch' in request.headers()
  page.on('request', (request) => void (isFrame(request) || asked.push(request.url())))
  home.result({ session_id: 'meanwhile' }, { ageMs: 0 })
  // Time in which a page that was alive would have shown it: another page does.
  const other = await page.context().newPage()
  await other.goto(app.url)
  await expect(other.getByRole('row', { name: /meanwhile/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /meanwhile/ })).toHaveCount(0)
  expect(asked).toEqual([])
  await setHidden(page, false)
  await expect(page.getByRole('row', { name: /meanwhile/ })).toBeVisible()
})
