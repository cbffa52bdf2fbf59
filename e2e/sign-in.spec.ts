import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { runTrinitas } from '#lib/testing/run-command.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'

const CLOSED = ['--port', '0', '--require-token']
/** The browser itself reports every answer that is none; here these are asked for. */
const UNAUTHORIZED = /status of 401/

type Added = { token: { id: string }; text: string; link: string }

function addToken(home: TemporaryHome, ...more: string[]): Added {
  return JSON.parse(runTrinitas(['token', 'add', '--json', '--home', home.path, ...more]).out)
}

const revoke = (home: TemporaryHome, { token }: Added): void =>
  void runTrinitas(['token', 'revoke', token.id, '--home', home.path])

async function typeToken(page: Page, text: string): Promise<void> {
  await page.getByLabel('Token').fill(text)
  await page.getByLabel('Token').press('Enter')
}

test('a link signs in once, and leaves no secret in the address', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(UNAUTHORIZED)
  home.result({ session_id: 'mine' })
  const app = await startApp(CLOSED)
  const { link } = addToken(home, '--role', 'owner')
  expect(link).toContain(`${app.url}/sign-in#`)
  await page.goto(link)
  await expect(page).toHaveURL(`${app.url}/`)
  await expect(page.getByRole('main').getByRole('link', { name: 'mine' })).toBeVisible()
  await expect(page.getByTitle('You are signed in as owner.')).toHaveText('owner')
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')

  await page.context().clearCookies()
  await page.goto(link)
  await expect(page.getByRole('status')).toContainText('its link was used already')
  await expect(page).toHaveURL(`${app.url}/sign-in`)
})

test('a viewer signs in with the keyboard where they wanted to go, and out again', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(UNAUTHORIZED)
  home.result({ session_id: 'mine' })
  const app = await startApp(CLOSED)
  const { text } = addToken(home)
  await page.goto(`${app.url}/sessions?state=active`)
  await expect(page.getByRole('heading')).toHaveText('Trinitas Monitor')
  await expect(page.getByRole('status')).toContainText('Sign in with a token')
  await expect(page.getByLabel('Token')).toBeFocused()
  await page.keyboard.type(text)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${app.url}/sessions?state=active`)
  await expect(page.getByRole('grid')).toContainText('mine')
  await expect(page.getByTitle('You are signed in as viewer.')).toHaveText('viewer')
  // Another tab, and a link from another site: the browser is known there too.
  const tab = await page.context().newPage()
  await tab.goto(`${app.url}/`)
  await expect(tab.getByRole('link', { name: 'mine' }).first()).toBeVisible()
  await tab.close()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(`${app.url}/sign-in`)
  await page.goto(`${app.url}/`)
  await expect(page.getByLabel('Token')).toBeVisible()
  await expect(page.getByText('mine')).toHaveCount(0)
})

test('a page says when its token has ended while it is open', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(UNAUTHORIZED, /ERR_INCOMPLETE_CHUNKED_ENCODING/)
  const app = await startApp(CLOSED)
  const added = addToken(home)
  await page.goto(added.link)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  revoke(home, added)
  const notice = page.getByRole('note', { name: 'Signed out' })
  await expect(notice).toContainText('your token has expired or was revoked', { timeout: 10_000 })
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Signed out')
  await notice.getByRole('link', { name: 'Sign in again' }).click()
  await expect(page).toHaveURL(`${app.url}/sign-in`)
  await typeToken(page, addToken(home).text)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
})

test('a token that lets nobody in says why, and what to do', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(UNAUTHORIZED, /status of 429/)
  const app = await startApp(CLOSED)
  const revoked = addToken(home)
  revoke(home, revoked)
  await page.goto(app.url)
  const message = page.getByRole('status')
  for (const [text, reason] of [
    [revoked.text, 'This token was revoked'],
    [addToken(home, '--expires', '1ms').text, 'This token has expired'],
    ['guess', 'This token is not known here'],
  ] as const) {
    await typeToken(page, text)
    await expect(message).toContainText(reason)
    await expect(message).toContainText('trinitas token add')
    await expect(page.getByLabel('Token')).toBeFocused()
  }
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const answered = page.waitForResponse('**/api/sign-in')
    await typeToken(page, `guess ${attempt}`)
    await answered
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
  }
  await expect(message).toContainText('Too many wrong tokens came from your address. Try again in')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page to sign in can be read by everybody (${colorScheme})`, async ({
    page,
    startApp,
    expectedErrors,
  }, testInfo) => {
    expectedErrors.push(UNAUTHORIZED)
    const app = await startApp(CLOSED)
    await page.emulateMedia({ colorScheme })
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(app.url)
      await expect(page.getByLabel('Token')).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
      await page.screenshot({ path: testInfo.outputPath(`sign-in-${width}-${colorScheme}.png`) })
    }
  })
}
