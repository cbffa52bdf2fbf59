import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { startReceiver } from '#lib/testing/start-receiver.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { expectAccessible, LOOKS, putOn, setHidden } from './page-parts.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Alerts', exact: true })
const banner = (page: Page) => page.getByRole('region', { name: 'Raised alerts' })
const logOf = (home: TemporaryHome): string[] =>
  readFileSync(`${home.path}/logs/session_monitor.log`, 'utf8').trimEnd().split('\n')

/** Judged each second, and at once. */
function configure(home: TemporaryHome, alerts: Record<string, unknown> = {}): void {
  mkdirSync(join(home.path, 'monitor'), { mode: 0o700 })
  const soon = { forMs: 0, clearForMs: 0, cooldownMs: 0 }
  const rules = { error_rate: { ...soon, minimumResults: 3 } }
  const content = JSON.stringify({ alerts: { intervalMs: '1s', rules, ...alerts } })
  writeFileSync(join(home.path, 'monitor', 'config.jsonc'), content, { mode: 0o600 })
}

function fail(home: TemporaryHome, count: number): void {
  for (let made = 0; made < count; made += 1)
    home.result({ session_id: 'troubled', status: 'error', error: 'No' }, { ageMs: 0 })
}

function succeed(home: TemporaryHome, count: number): void {
  for (let made = 0; made < count; made += 1) home.result({ session_id: 'fine' }, { ageMs: 0 })
}

/** What the browser was asked to show, which it does too. */
const recordNotifications = (page: Page) =>
  page.addInitScript(() => {
    const shown: string[] = []
    Object.assign(window, { shown })
    window.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        shown.push(`${title}: ${options?.body}`)
      }
    }
  })

const notifications = (page: Page): Promise<unknown> => page.evaluate(() => Reflect.get(window, 'shown'))

const live = (page: Page) => expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')

test('an alert is raised and cleared live by files, in banner, list, log and webhook', async ({
  page,
  home,
  startApp,
}) => {
  await using receiver = await startReceiver()
  configure(home, {
    webhooks: [{ name: 'team', url: receiver.url, format: 'slack', allowPrivate: true }],
    rules: {
      // Nothing is judged before all four are there, so that what is raised is 50 %.
      error_rate: { forMs: 0, clearForMs: 0, cooldownMs: 0, minimumResults: 4 },
      agent_success_rate: { enabled: false },
    },
  })
  succeed(home, 2)
  const app = await startApp()
  await page.goto(app.url)
  await live(page)
  await expect(panel(page)).toContainText('No alert is raised')
  await expect(banner(page)).toBeHidden()

  fail(home, 2)
  await expect(banner(page)).toContainText('Error rate: 50 %, over 20 %')
  const raised = panel(page).getByRole('list', { name: 'Raised', exact: true })
  await expect(raised).toContainText('Error rate 50 %, over 20 %, of the last 1 h')
  await page.getByRole('link', { name: 'Sessions', exact: true }).first().click()
  await expect(page).toHaveURL(/\/sessions/)
  await expect(banner(page)).toContainText('Error rate: 50 %')
  await banner(page).getByRole('link', { name: 'See alerts' }).click()
  await expect(raised).toBeInViewport()
  expect(await receiver.until(() => true)).toEqual({
    text: expect.stringMatching(/^\*Error rate\* on .+\nAlert raised: Error rate: 50 %, over 20 %$/),
  })

  succeed(home, 16)
  await expect(banner(page)).toBeHidden()
  await expect(panel(page)).toContainText('No alert is raised')
  await panel(page).getByText('Show history, 1 alert').click()
  await expect(panel(page).getByRole('list', { name: 'History of alerts' })).toContainText(
    /Error rate 50 %, over 20 %.*cleared.*after \d/,
  )
  expect(logOf(home).map((line) => line.replace(/^\[[^\]]+\] /, ''))).toEqual([
    '[WARNING] Alert raised: Error rate: 50 %, over 20 %',
    expect.stringMatching(/^\[INFO\] Alert cleared: Error rate: 1\d(\.\d)? % after \d/),
  ])
})

test('a banner is dismissed until something else is raised, also over a reload', async ({
  page,
  home,
  startApp,
}) => {
  configure(home)
  fail(home, 4)
  const app = await startApp()
  await page.goto(app.url)
  await expect(banner(page)).toContainText('Error rate')
  await banner(page).getByRole('button', { name: 'Dismiss the alerts' }).click()
  await expect(banner(page)).toBeHidden()
  await page.reload()
  await live(page)
  await expect(panel(page).getByRole('list', { name: 'Raised', exact: true })).toBeVisible()
  await expect(banner(page)).toBeHidden()
  fail(home, 8)
  await expect(banner(page)).toContainText('Success rate of krukai-optimizer: 0 %, under 70 %')
})

test('an alert is muted, and unmuted', async ({ page, home, startApp }) => {
  configure(home)
  fail(home, 4)
  const app = await startApp()
  await page.goto(app.url)
  await expect(banner(page)).toBeVisible()
  await panel(page).getByRole('button', { name: 'Mute… Error rate' }).click()
  await panel(page)
    .getByRole('group', { name: 'Mute Error rate for' })
    .getByRole('button', { name: '1 day' })
    .click()
  await expect(panel(page)).toContainText('Muted until')
  await expect(banner(page)).toBeHidden()
  await page.reload()
  await expect(panel(page)).toContainText('Muted until')
  await panel(page).getByRole('button', { name: 'Unmute Error rate' }).click()
  await expect(panel(page)).not.toContainText('Muted until')
  await expect(banner(page)).toBeVisible()
  await page.goto(`${app.url}/audit`)
  await expect(page.getByRole('table')).toContainText('mute alert')
})

test('a test alert goes to webhooks and as a notification of the browser, and says what it is', async ({
  page,
  context,
  home,
  startApp,
}) => {
  await using receiver = await startReceiver()
  configure(home, {
    webhooks: [
      { name: 'team', url: receiver.url, allowPrivate: true },
      { name: 'refused', url: receiver.url },
    ],
  })
  const app = await startApp()
  await context.grantPermissions(['notifications'], { origin: app.url })
  await recordNotifications(page)
  await page.goto(app.url)
  await live(page)
  await panel(page).getByRole('button', { name: 'Notify me in this browser' }).click()
  await expect(panel(page).getByRole('button', { name: 'Notified in this browser' })).toBeVisible()
  await panel(page).getByRole('button', { name: 'Send a test alert' }).click()
  await expect(panel(page).getByRole('status')).toContainText(
    /team delivered \(answered 200\), refused failed \(127\.0\.0\.1 leads to an address that is not public/,
  )
  expect(receiver.received).toMatchObject([{ event: 'test', test: true, title: 'Test alert' }])
  await expect
    .poll(() => notifications(page))
    .toEqual([
      expect.stringMatching(/^Test alert: This is a test of the alerts, sent by .+ Nothing is wrong\.$/),
    ])
  await panel(page).getByText('Show 2 webhooks and 2 deliveries').click()
  const deliveries = panel(page).getByRole('list', { name: 'Deliveries' }).getByRole('listitem')
  await expect(deliveries.filter({ hasText: 'Delivered' })).toHaveCount(1)
  await expect(deliveries.filter({ hasText: 'Failed' })).toHaveCount(1)
  expect(await page.content()).not.toContain('secret-path')
})

test('a tab that nobody looks at notifies all the same, and only where that was wished for', async ({
  page,
  context,
  home,
  startApp,
}) => {
  configure(home)
  const app = await startApp()
  await context.grantPermissions(['notifications'], { origin: app.url })
  await recordNotifications(page)
  await page.clock.install()
  await page.goto(app.url)
  await live(page)
  await panel(page).getByRole('button', { name: 'Notify me in this browser' }).click()
  await setHidden(page, true)
  fail(home, 4)
  const other = await context.newPage()
  await recordNotifications(other)
  await other.goto(app.url)
  await expect(banner(other)).toBeVisible()
  expect(await notifications(page)).toEqual([])
  await page.clock.fastForward(31_000)
  await expect
    .poll(() => notifications(page))
    .toEqual(['Error rate: Alert raised: Error rate: 100 %, over 20 %'])
  // What was raised before a page was opened is in its banner.
  await other.reload()
  await live(other)
  await expect(banner(other)).toBeVisible()
  expect(await notifications(other)).toEqual([])
  await setHidden(page, false)
  await panel(page).getByRole('button', { name: 'Notified in this browser' }).click()
  await expect(panel(page).getByRole('button', { name: 'Notify me in this browser' })).toBeVisible()
  await panel(page).getByRole('button', { name: 'Send a test alert' }).click()
  await expect(panel(page).getByRole('status')).toContainText('Sent to open pages and the log')
  expect(await notifications(page)).toHaveLength(1)
})

test('a viewer sees alerts and can neither mute nor test them', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403/)
  configure(home)
  fail(home, 4)
  const app = await startApp(['--port', '0', '--require-token'])
  const added = JSON.parse(runTrinitas(['token', 'add', '--json', '--home', home.path]).out) as {
    link: string
  }
  await page.goto(added.link)
  await expect(banner(page)).toContainText('Error rate')
  for (const summary of await panel(page).locator('summary').all()) await summary.click()
  await expect(panel(page).getByRole('button', { name: /Mute|test/ })).toHaveCount(0)
  const statuses = await page.evaluate(async () => {
    const post = async (path: string, body: unknown): Promise<number> => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).status
    }
    return [
      await post('/api/alerts/mute', { alert: 'error_rate', untilMs: Date.now() + 1000 }),
      await post('/api/alerts/test', { to: 'all' }),
    ]
  })
  expect(statuses).toEqual([403, 403])
  expect(new URL(page.url()).origin).toBe(app.url)
})

for (const look of LOOKS)
  test(`alerts can be used by everybody (${look})`, async ({ page, home, startApp }) => {
    configure(home, { webhooks: [{ name: 'team', url: 'https://hooks.invalid/secret-path' }] })
    fail(home, 4)
    await putOn(page, look)
    const app = await startApp()
    await page.goto(app.url)
    await expect(banner(page)).toBeVisible()
    for (const summary of await panel(page).locator('summary').all()) await summary.click()
    await panel(page).getByRole('button', { name: 'Mute… Error rate' }).click()
    await expectAccessible(page)
  })
