import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { checkHealth } from '#lib/health/check-health.ts'
import { writeHealthReport } from '#lib/monitor/health.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { makeHealthEvidence } from '#lib/testing/make-health-evidence.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { closeTree, HOOKS, hookAt } from '#lib/testing/sound-home.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { confirmByKeys, dialog, expectAccessible, heading, LOOKS, putOn, tabTo, toast } from './page-parts.ts'

const item = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Checks', exact: true })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('heading', { name, exact: true }),
    })
const past = (page: Page) => page.getByRole('region', { name: 'Past checks' })

/** Hooks, one finished session that is integrated, and settings that call the hooks: HOME is the home itself. */
function fillSound(home: TemporaryHome): Record<string, string> {
  for (const hook of HOOKS) {
    mkdirSync(dirname(hookAt(home, hook)), { recursive: true })
    writeFileSync(hookAt(home, hook), '#!/bin/sh\n', { mode: 0o700 })
  }
  const command = HOOKS.map((hook) => hookAt(home, hook)).join(' && ')
  mkdirSync(join(home.path, '.claude'))
  writeFileSync(
    join(home.path, '.claude/settings.json'),
    JSON.stringify({ hooks: { PreToolUse: [{ hooks: [{ type: 'command', command }] }] } }),
  )
  home.result({ session_id: 'done' }, { directory: 'completed/done' })
  home.write('integrated/done_integrated.json', '{"session_id": "done"}')
  closeTree(home)
  return { HOME: home.path }
}

test('says that all is healthy, what was seen, and writes nothing by being looked at', async ({
  page,
  home,
  startApp,
}) => {
  const env = fillSound(home)
  const { url } = await startApp(undefined, env)
  const before = snapshotTree(home.path, { without: ['monitor'] })
  await page.goto(url)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Health' }).click()
  await expect(heading(page)).toHaveText(/^Healthy: /)
  await item(page, 'Calls of hooks').getByText('What was seen').click()
  await expect(item(page, 'Calls of hooks')).toContainText(`calls hooks/${HOOKS[0]} (PreToolUse)`)
  await expect(past(page)).toContainText('No check was written down yet')
  expect(snapshotTree(home.path, { without: ['monitor'] })).toEqual(before)
})

test('mends what has a plan, by keyboard, and says so when it is checked again', async ({
  page,
  home,
  startApp,
}) => {
  const env = fillSound(home)
  chmodSync(hookAt(home, HOOKS[1]), 0o600)
  const { url } = await startApp(undefined, env)
  await page.goto(`${url}/health`)
  await expect(heading(page)).toContainText('1 warning in 14 checks')
  await expect(item(page, 'Hooks')).toContainText('It is not executable: its mode is 600.')
  await tabTo(page, 'Fix hooks… Hooks')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('Make 1 hook executable')
  await confirmByKeys(page)
  await expect(toast(page)).toContainText('Undo')
  await expect(heading(page)).toHaveText(/^Healthy: /)
  expect(statSync(hookAt(home, HOOKS[1])).mode & 0o777).toBe(0o700)

  rmSync(join(home.path, 'hooks'), { recursive: true })
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(heading(page)).toContainText('1 critical and 2 warnings in 14 checks')
  await expect(item(page, 'Calls of hooks')).toContainText('Warning')
  await expect(
    item(page, 'Directory structure').getByRole('button', { name: 'Install hooks…' }),
  ).toBeVisible()
})

test('an owner writes a report, which is the latest of the past checks', async ({ page, home, startApp }) => {
  const env = fillSound(home)
  writeHealthReport(
    ownUser(),
    checkHealth(
      makeHealthEvidence({ status: { ...makeHealthEvidence().status, home: home.path }, memoryBytes: 3e9 }),
    ),
  )
  writeFileSync(join(home.path, 'logs/health_report_0.json'), '{', { mode: 0o600 })
  const { url } = await startApp(undefined, env)
  await page.goto(`${url}/health`)
  await expect(past(page)).toContainText('0 of the last 1 check healthy')
  await expect(past(page).getByRole('listitem').first()).toContainText('The monitor itself')
  await page.getByRole('button', { name: 'Write a report' }).click()
  await expect(page.getByRole('status', { name: 'Report' })).toContainText('Written: logs/health_report_')
  await expect(past(page)).toContainText('1 of the last 2 checks healthy')
  expect(readdirSync(join(home.path, 'logs')).filter((name) => name.endsWith('.txt'))).toHaveLength(2)
  await past(page).getByText('1 report that cannot be read').click()
  await expect(past(page)).toContainText('health_report_0.json: It is no JSON.')
})

test('a viewer sees everything and can change nothing', async ({ page, home, startApp, expectedErrors }) => {
  expectedErrors.push(/status of 403/)
  const env = fillSound(home)
  chmodSync(hookAt(home, HOOKS[1]), 0o600)
  const { url } = await startApp(['--port', '0', '--require-token'], env)
  const { out } = runTrinitas(['token', 'add', '--json', '--home', home.path])
  const { link } = JSON.parse(out) as { link: string }
  await page.goto(link)
  await expect(page).toHaveURL(`${url}/`)
  await page.goto(`${url}/health`)
  await expect(item(page, 'Hooks')).toContainText('not executable')
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Fix hooks|Write a report/ })).toHaveCount(0)
  const status = await page.evaluate(async () => {
    const response = await fetch('/api/health-checks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"write":"report"}',
    })
    return response.status
  })
  expect(status).toBe(403)
})

for (const look of LOOKS) {
  test(`is accessible (${look})`, async ({ page, home, startApp }) => {
    await putOn(page, look)
    home.result({ session_id: 'quiet' }, { ageMs: 4 * 3_600_000 })
    home.write(`completed/${'long'.repeat(40)}/a.json`, '{"session_id"')
    const { url } = await startApp(undefined, { HOME: home.path })
    await page.goto(`${url}/health`)
    await expect(item(page, 'Directory structure')).toContainText('Critical')
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    await expectAccessible(page)
  })
}

test('on a phone the other pages are behind one button', async ({ page, home, startApp }) => {
  await putOn(page, 'phone')
  const { url } = await startApp(undefined, { HOME: home.path })
  await page.goto(url)
  const navigation = page.getByRole('navigation', { name: 'Pages' })
  expect(await navigation.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  await expect(navigation.getByRole('link', { name: 'Health' })).toHaveCount(0)
  await tabTo(page, 'More')
  await page.keyboard.press('Enter')
  await expect(navigation.getByRole('link', { name: 'Health' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(navigation.getByRole('link', { name: 'Health' })).toHaveCount(0)
  await navigation.getByRole('button', { name: 'More' }).click()
  await navigation.getByRole('link', { name: 'Health' }).click()
  await expect(heading(page)).toContainText('critical')
  await expect(navigation.getByRole('link', { name: 'Health' })).toHaveCount(0)
  await expect(navigation.getByRole('button', { name: /^More.*Health$/ })).toBeVisible()
})
