import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { outsideAddress } from '#lib/testing/outside-address.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { startReceiver } from '#lib/testing/start-receiver.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { confirm, confirmByKeys, dialog, expectAccessible, LOOKS, putOn } from './page-parts.ts'

const MINE = '{\n  // How long an agent may be silent.\n  "activeWindowMs": "10m", // ten\n}\n'

const fileOf = (home: TemporaryHome): string => join(home.path, 'monitor/config.jsonc')
const textOf = (home: TemporaryHome): string => readFileSync(fileOf(home), 'utf8')

function writeConfig(home: TemporaryHome, text: string): void {
  mkdirSync(join(home.path, 'monitor'), { recursive: true, mode: 0o700 })
  writeFileSync(fileOf(home), text, { mode: 0o600 })
}

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const saved = (page: Page) => page.getByRole('status', { name: 'What was saved' })

test('a threshold is changed, is in force at once, and is taken back', async ({ page, home, startApp }) => {
  writeConfig(home, MINE)
  home.result({ session_id: 'quiet' }, { ageMs: 120_000 })
  const app = await startApp()
  const stateOf = async () =>
    (await (await page.request.get(`${app.url}/api/sessions/quiet`)).json()).session.state
  await page.goto(`${app.url}/settings`)
  expect(await stateOf()).toBe('active')
  const thresholds = section(page, 'Thresholds')
  await expect(thresholds.getByLabel('Active for', { exact: true })).toHaveValue('10')
  await expect(thresholds.getByRole('button', { name: 'Save…' })).toBeHidden()

  await thresholds.getByLabel('Active for', { exact: true }).fill('1')
  await expect(thresholds.getByRole('status')).toHaveText('1 change, not saved')
  await thresholds.getByRole('button', { name: 'Save…' }).click()
  await expect(dialog(page)).toContainText('Active for: 10m → 1m')
  await expect(dialog(page)).toContainText('trinitas settings set activeWindowMs 1m')
  expect(textOf(home)).toBe(MINE)
  await confirm(page, 'Save')
  await expect(saved(page)).toContainText('One setting is in force now.')
  expect(textOf(home)).toBe(MINE.replace('10m', '1m'))
  await expect.poll(stateOf).toBe('stale')
  await expect(thresholds.getByRole('button', { name: 'Save…' })).toBeHidden()

  await saved(page).getByRole('button', { name: 'Undo' }).click()
  await expect(saved(page)).toContainText('The settings are as they were before.')
  await expect(thresholds.getByLabel('Active for', { exact: true })).toHaveValue('10')
  expect(textOf(home)).toBe(MINE)
  await expect.poll(stateOf).toBe('active')
  await page.goto(`${app.url}/audit`)
  await expect(page.getByRole('main')).toContainText('10m')
})

test('what is changed elsewhere is shown without a reload, and is no obstacle to a change here', async ({
  page,
  home,
  startApp,
}) => {
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  const thresholds = section(page, 'Thresholds')
  await thresholds.getByLabel('At most in one run', { exact: true }).fill('50')
  await page.getByRole('switch', { name: 'Health check runs by itself' }).click()
  await expect(page.getByRole('switch', { name: 'Health check runs by itself' })).toBeChecked()
  expect(runTrinitas(['settings', 'set', 'activeWindowMs', '7m', '--home', home.path]).code).toBe(0)
  await expect(thresholds.getByLabel('Active for', { exact: true })).toHaveValue('7', { timeout: 20_000 })
  await expect(thresholds.getByLabel('At most in one run', { exact: true })).toHaveValue('50')
  await thresholds.getByRole('button', { name: 'Save…' }).click()
  await expect(dialog(page)).toContainText('1000 → 50')
  await confirm(page, 'Save')
  await expect(saved(page)).toContainText('One setting is in force now.')
  const times = section(page, 'Times of jobs')
  await times.getByLabel('When', { exact: true }).first().fill('17 5 * * *')
  await times.getByRole('button', { name: 'Save…' }).click()
  await confirm(page, 'Save')
  await expect(page.getByRole('list', { name: 'Jobs' })).toContainText('17 5 * * *', { timeout: 20_000 })
})

test('settings are changed with the keyboard alone', async ({ page, home, startApp }) => {
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  await section(page, 'Retention').getByLabel('Failed sessions', { exact: true }).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('14')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('Failed sessions: 30d → 14d')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await section(page, 'Retention').getByLabel('Failed sessions', { exact: true }).press('Enter')
  await expect(dialog(page)).toContainText('30d → 14d')
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(saved(page).getByRole('button', { name: 'Undo' })).toBeFocused()
  expect(JSON.parse(textOf(home))).toEqual({ retention: { failed: '14d' } })
  await page.keyboard.press('Enter')
  await expect(saved(page)).toContainText('as they were before')
  await expect(section(page, 'Retention').getByLabel('Failed sessions', { exact: true })).toHaveValue('30')
})

test('what is wrong is said beside its field, and the keyboard goes there', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 422/)
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  const alerts = section(page, 'Alerts')
  const errors = alerts.getByRole('group', { name: 'Error rate' })
  await errors.getByLabel('Threshold', { exact: true }).fill('200')
  await alerts.getByLabel('Judge every', { exact: true }).fill('90000')
  await alerts.getByRole('button', { name: 'Save…' }).click()
  const threshold = errors.getByLabel('Threshold', { exact: true })
  await expect(threshold).toBeFocused()
  await expect(threshold).toHaveAttribute('aria-invalid', 'true')
  await expect(threshold).toHaveAccessibleDescription(/Expected a rate from 0 to 1/)
  await expect(alerts.getByLabel('Judge every', { exact: true })).toHaveAccessibleDescription(
    /from 1 s to 1 h/,
  )
  // What the pointer is on is paler for a moment.
  await page.mouse.move(0, 0)
  await expectAccessible(page)
  // Of what is folded away, the fault is shown too.
  await threshold.fill('10')
  await alerts.getByLabel('Judge every', { exact: true }).fill('60')
  await errors.getByText('More of Error rate').click()
  await errors.getByLabel('Clears at', { exact: true }).fill('50')
  await errors.getByText('More of Error rate').click()
  await alerts.getByRole('button', { name: 'Save…' }).click()
  await expect(errors.getByLabel('Clears at', { exact: true })).toBeFocused()
  await alerts.getByRole('button', { name: 'Discard' }).click()
  await expect(threshold).toHaveValue('20')
  await expect(alerts.getByRole('button', { name: 'Save…' })).toBeHidden()
  expect(() => textOf(home)).toThrow('ENOENT')
})

test('a file that was changed meanwhile is not written over, and is shown', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 409/)
  writeConfig(home, MINE)
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  const thresholds = section(page, 'Thresholds')
  await thresholds.getByLabel('At most in one run', { exact: true }).fill('50')
  await thresholds.getByRole('button', { name: 'Save…' }).click()
  await expect(dialog(page)).toContainText('1000 → 50')
  const theirs = MINE.replace('10m', '7m')
  writeConfig(home, theirs)
  await confirm(page, 'Save')
  await expect(dialog(page).getByRole('alert')).toContainText('was changed meanwhile')
  expect(textOf(home)).toBe(theirs)
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(thresholds.getByLabel('Active for', { exact: true })).toHaveValue('7')
  // What somebody typed is there still, and can be saved over what there is now.
  await thresholds.getByRole('button', { name: 'Save…' }).click()
  await confirm(page, 'Save')
  await expect(saved(page)).toContainText('in force now')
  expect(textOf(home)).toContain('"runLimit": 50')
})

test('what the environment gives is shown and locked, and a wrong file is told', async ({
  page,
  home,
  startApp,
}) => {
  const app = await startApp(['--port', '0', '--settle', '2s'], { TRINITAS_KEEP_LOGS: '9d' })
  writeConfig(home, '{ "port": 99, }')
  await expect(async () => {
    await page.goto(`${app.url}/settings`)
    await expect(page.getByRole('note').filter({ hasText: 'Waiting for a restart' })).toHaveCount(0)
  }).toPass()
  const retention = section(page, 'Retention')
  await expect(retention).toContainText('from TRINITAS_KEEP_LOGS, locked here')
  await expect(retention.getByLabel('Rotated logs', { exact: true })).toHaveCount(0)
  await section(page, 'Thresholds').getByText('Rarely needed').click()
  await expect(section(page, 'Thresholds')).toContainText('from --settle, locked here')
  writeConfig(home, '{ "activeWindowMs": "soon" }')
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('alert').filter({ hasText: 'is not taken' })).toContainText('"soon"', {
      timeout: 1000,
    })
  }).toPass()
  await expect(section(page, 'Thresholds').getByLabel('Active for', { exact: true })).toHaveValue('5')
})

test('what is wrong in the file is said beside its field, and mended there', async ({
  page,
  home,
  startApp,
}) => {
  const app = await startApp()
  writeConfig(home, '{ "activeWindowMs": "soon", "retention": { "failed": 5 } }')
  const thresholds = section(page, 'Thresholds')
  const active = thresholds.getByLabel('Active for', { exact: true })
  await page.goto(`${app.url}/settings`)
  await expect(active).toHaveAccessibleDescription(/Expected a time such as/)
  await expectAccessible(page)
  // What is in force is no change elsewhere; here it is, since the file says another thing.
  await active.fill('6')
  await active.fill('5')
  await thresholds.getByRole('button', { name: 'Save…' }).click()
  await expect(dialog(page)).toContainText('Active for: "soon" (wrong) → 5m')
  await expect(dialog(page)).toContainText('The file is not taken before the rest of it is right.')
  await confirm(page, 'Save')
  await expect(saved(page)).toContainText('One setting is written. The file is not taken')
  await expect(active).not.toHaveAttribute('aria-invalid')
  const failed = section(page, 'Retention').getByLabel('Failed sessions', { exact: true })
  await expect(failed).toHaveAttribute('aria-invalid', 'true')
  await failed.fill('14')
  await section(page, 'Retention').getByRole('button', { name: 'Save…' }).click()
  await confirm(page, 'Save')
  await expect(saved(page)).toContainText('One setting is in force now.')
  await expect(page.getByRole('alert').filter({ hasText: 'is not taken' })).toHaveCount(0)
  expect(JSON.parse(textOf(home))).toEqual({ activeWindowMs: '5m', retention: { failed: '14d' } })
})

test('a webhook is added, tested and removed, and its address is shown no more', async ({
  page,
  home,
  startApp,
}) => {
  await using receiver = await startReceiver()
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  const webhooks = section(page, 'Webhooks')
  await webhooks.getByRole('button', { name: 'Add a webhook' }).click()
  await expect(webhooks.getByLabel('Name')).toBeFocused()
  await webhooks.getByLabel('Name').fill('team')
  await webhooks.getByLabel('Address', { exact: true }).fill(receiver.url)
  await webhooks.getByLabel('It may lead to addresses of this machine').check()
  await webhooks.getByRole('button', { name: 'Add…' }).click()
  await expect(dialog(page)).toContainText('Webhook team: none → json to')
  await expect(dialog(page)).not.toContainText('secret-path')
  await confirmByKeys(page)
  const row = webhooks.getByRole('listitem').filter({ hasText: 'team' })
  await expect(row).toContainText('127.0.0.1')
  await expect(page.locator('body')).not.toContainText('secret-path')
  await row.getByRole('button', { name: 'Test team' }).click()
  await expect(row.getByRole('status')).toContainText('Test delivered')
  expect(receiver.received).toHaveLength(1)
  await row.getByRole('button', { name: 'Remove team' }).click()
  await confirm(page, 'Save')
  await expect(row).toHaveCount(0)
  await saved(page).getByRole('button', { name: 'Undo' }).click()
  await expect(row).toBeVisible()
  expect(textOf(home)).toContain('secret-path')
})

test('a viewer sees the settings and changes only what is of the browser', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/Cross-Origin-Opener-Policy header has been ignored/)
  const { out } = runTrinitas(['token', 'add', '--json', '--home', home.path])
  const { text } = JSON.parse(out) as { text: string }
  const app = await startApp(['--host', '0.0.0.0', '--port', '0'])
  const outside = `http://${outsideAddress()}:${new URL(app.url).port}`
  await page.goto(`${outside}/sign-in`)
  await page.getByRole('textbox').fill(text)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  await page.goto(`${outside}/settings`)
  await expect(section(page, 'Thresholds')).toContainText('5 min')
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Add a webhook' })).toHaveCount(0)
  // What is chosen before the page is alive is nobody's choice.
  await expect(async () => {
    await section(page, 'This browser').getByLabel('Theme').selectOption('dark')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark', { timeout: 1000 })
  }).toPass()
  const headers = { authorization: `Bearer ${text}`, origin: outside }
  const changes = [{ path: ['activeWindowMs'], value: '1m' }]
  const refused = await page.request.patch(`${outside}/api/settings`, { headers, data: { changes } })
  expect(refused.status()).toBe(403)
})

for (const look of LOOKS)
  test(`the settings can be read and used by everybody: ${look}`, async ({ page, home, startApp }) => {
    writeConfig(home, MINE)
    const app = await startApp()
    await putOn(page, look)
    await page.goto(`${app.url}/settings`)
    await expect(section(page, 'Alerts')).toBeVisible()
    await expectAccessible(page)
    await section(page, 'Display').getByLabel('Mask secrets').check()
    await section(page, 'Display').getByRole('button', { name: 'Save…' }).click()
    await expect(dialog(page)).toContainText('Mask secrets: off → on')
    await expectAccessible(page)
    await confirm(page, 'Save')
    await expect(saved(page)).toContainText('One setting is in force now.')
    expect(textOf(home)).toContain('"maskSecrets": true')
  })
