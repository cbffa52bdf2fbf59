import type { Page } from '@playwright/test'
import { CANARY, CANARY_AGENT, plantCanaries, plantResult } from '#lib/testing/canaries.ts'
import { outsideAddress } from '#lib/testing/outside-address.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import type { StartedServer } from '#lib/testing/start-server.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { dialog, expectAccessible, LOOKS, putOn, tabTo } from './page-parts.ts'

const OUTSIDE = ['--host', '0.0.0.0', '--port', '0']
/** The browser itself reports every answer that is none, and a stream that is cut. */
const UNAUTHORIZED = /status of 401/
const CUT = /ERR_INCOMPLETE_CHUNKED_ENCODING/
/** Said of every page that comes from elsewhere without TLS. */
const PLAIN = /Cross-Origin-Opener-Policy header has been ignored/

type Started = (flags?: readonly string[]) => Promise<StartedServer>

/** Starts a server that is reached from elsewhere, for which somebody must have a token. */
async function startOutside(home: TemporaryHome, startApp: Started) {
  runTrinitas(['token', 'add', '--home', home.path])
  const app = await startApp(OUTSIDE)
  return { app, outside: `http://${outsideAddress()}:${new URL(app.url).port}` }
}

function makeLink(home: TemporaryHome, ...options: string[]): { id: string; link: string } {
  const { out } = runTrinitas(['share', '--json', '--name', 'The team', '--home', home.path, ...options])
  const { share, link } = JSON.parse(out) as { share: { id: string }; link: string }
  return { id: share.id, link }
}

const total = (page: Page, label: string) =>
  page
    .getByRole('region', { name: 'In this range' })
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('dd')
    .first()

const rowOf = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Share links' }).getByRole('listitem').filter({ hasText: name })

test('a share link shows its view to whoever has it, live, until it is revoked', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(PLAIN, UNAUTHORIZED, CUT)
  plantCanaries(home)
  const { outside } = await startOutside(home, startApp)
  const { id, link } = makeLink(home, '--within', '24h')
  expect(link).toContain(`${outside}/s/`)
  await page.goto(`${outside}/share/${id}`)
  await expect(page.getByRole('status')).toContainText('This page is opened by a share link')

  await page.goto(link)
  await expect(page).toHaveURL(`${outside}/share/${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The team')
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
  await expect(total(page, 'Results')).toHaveText('3')
  await expect(page.getByRole('row', { name: CANARY_AGENT }).first()).toContainText('3')
  await expect(page.getByRole('region', { name: 'Slowest sessions' }).first()).toContainText('Session 1')
  expect([...(await page.content()).matchAll(CANARY)].map(([word]) => word)).toEqual([])
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('link')).toHaveCount(0)

  plantResult(home, { session: 'four', directory: null })
  await expect(total(page, 'Results')).toHaveText('4')

  runTrinitas(['share', 'revoke', id, '--home', home.path])
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This share link has ended', {
    timeout: 10_000,
  })
  await expect(page.getByText(CANARY_AGENT)).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('status')).toContainText('This share link was revoked.')
})

test('a share link leads nowhere else', async ({ page, home, startApp, expectedErrors }) => {
  expectedErrors.push(PLAIN, /status of 403/)
  plantCanaries(home)
  const { outside } = await startOutside(home, startApp)
  await page.goto(makeLink(home).link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The team')
  for (const path of ['/', '/sessions', '/settings']) {
    const answer = await page.goto(outside + path)
    expect([path, answer?.status()]).toEqual([path, 403])
    await expect(page.getByText('Your token does not allow this.')).toBeVisible()
  }
})

test('an owner makes a share link, sees it once, and revokes it with the keyboard', async ({
  page,
  browser,
  home,
  startApp,
}) => {
  plantCanaries(home)
  const { app, outside } = await startOutside(home, startApp)
  await page.goto(`${app.url}/settings`)
  await page.getByRole('button', { name: 'Share…' }).click()
  await expect(dialog(page).getByRole('button', { name: 'Close' })).toBeFocused()
  await expect(dialog(page)).toContainText('Never seen: answers, prompts')
  await expect(dialog(page).getByRole('note')).toHaveCount(0)
  await dialog(page).getByLabel('Session ids').check()
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('Ada & Bob')
  await expect(dialog(page)).toContainText("trinitas share --name 'Ada & Bob' --expires 7d --show sessions")
  await dialog(page).getByRole('textbox', { name: 'Name' }).press('Enter')
  const field = dialog(page).getByRole('textbox', { name: 'Share link' })
  await expect(field).toBeFocused()
  const link = await field.inputValue()
  expect(link).toMatch(new RegExp(`^${outside}/s/trinitas_`))

  const other = await browser.newContext()
  const theirs = await other.newPage()
  await theirs.goto(link)
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Ada & Bob')
  await expect(theirs.getByText('canary-session-two')).toBeVisible()
  await other.close()

  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await page.reload()
  await expect(rowOf(page, 'Ada & Bob')).toContainText('shows numbers, names of agents, session ids')
  await expect(rowOf(page, 'Ada & Bob')).toContainText('last used')
  expect(await page.content()).not.toContain(link.slice(-43))
  const opened = page.waitForEvent('popup')
  await rowOf(page, 'Ada & Bob').getByRole('link', { name: 'see it' }).click()
  const beside = await opened
  await expect(beside.getByRole('heading', { level: 1 })).toHaveText('Ada & Bob')
  await expect(beside.getByRole('navigation')).toHaveCount(0)
  await beside.close()
  await tabTo(page, 'Revoke Ada & Bob')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Ada & Bob')).toContainText('Revoked')
  await expect(rowOf(page, 'Ada & Bob').getByRole('button')).toHaveCount(0)
  await expect(page.getByText('Ada & Bob was revoked.')).toBeFocused()
})

test('the dialog says that nobody reaches a server that listens on this machine only', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'mine' })
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  await page.getByRole('button', { name: 'Share…' }).click()
  await expect(dialog(page).getByRole('note')).toContainText('teammates cannot reach a link')
  await expect(dialog(page).getByRole('textbox', { name: 'Link to this view' })).toHaveValue(
    `${app.url}/performance`,
  )
  await dialog(page).getByLabel('With fixed times').check()
  await expect(dialog(page).getByRole('textbox', { name: 'Link to this view' })).toHaveValue(
    /\?within=custom&from=.*&to=/,
  )
  await dialog(page).getByLabel('Error texts').check()
  await expect(dialog(page).getByRole('link', { name: 'Download snapshot' })).toHaveAttribute(
    'href',
    '/api/metrics/snapshot?show=errors',
  )
})

test('a viewer sees who was let in, and can end nothing', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(UNAUTHORIZED)
  const app = await startApp(['--port', '0', '--require-token'])
  makeLink(home)
  const { link } = JSON.parse(
    runTrinitas(['token', 'add', '--name', 'Ada', '--json', '--home', home.path]).out,
  ) as { link: string }
  await page.goto(link)
  await expect(page).toHaveURL(`${app.url}/`)
  await page.goto(`${app.url}/settings`)
  await expect(rowOf(page, 'The team')).toContainText('Valid')
  await expect(page.getByRole('region', { name: 'Tokens' }).getByRole('listitem')).toContainText(
    'last signed in',
  )
  await expect(page.getByRole('button', { name: /^Revoke/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Share…' }).click()
  await expect(dialog(page)).toContainText('Only an owner can make one.')
  await expect(dialog(page).getByRole('button', { name: 'Make share link' })).toHaveCount(0)
})

for (const look of LOOKS) {
  test(`what is shared and how it is read by everybody (${look})`, async ({
    page,
    home,
    startApp,
    expectedErrors,
  }, testInfo) => {
    expectedErrors.push(PLAIN)
    plantCanaries(home)
    const { app } = await startOutside(home, startApp)
    await putOn(page, look)
    await page.goto(makeLink(home, '--compare', '--show', 'errors').link)
    await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Live')
    await expect(page.getByRole('application', { name: /^Success rate, a chart/ })).toBeVisible()
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`share-${look}.png`), fullPage: true })
    await page.goto(`${app.url}/settings`)
    await expect(rowOf(page, 'The team')).toContainText('Valid')
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`settings-${look}.png`) })
    await page.getByRole('button', { name: 'Share…' }).click()
    await expect(dialog(page).getByRole('textbox', { name: 'Name' })).toBeVisible()
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`share-dialog-${look}.png`) })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Revoke The team/ }).click()
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`revoke-${look}.png`) })
  })
}
