import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { confirm, confirmByKeys, dialog, expectAccessible, LOOKS, putOn, tabTo, toast } from './page-parts.ts'

const TEXT = '{\n    "env": {"API_KEY": "secret-of-somebody"},\n    "model": "opus"\n}\n'

const settingsOf = (home: TemporaryHome): string => join(home.path, 'user/.claude/settings.json')

/** Whoever runs the server has settings of his own, which call nothing. */
function fillUser(home: TemporaryHome): Record<string, string> {
  mkdirSync(dirname(settingsOf(home)), { recursive: true })
  writeFileSync(settingsOf(home), TEXT)
  return { HOME: join(home.path, 'user') }
}

test('hooks are installed with a click, after the change was shown, and undone byte for byte', async ({
  page,
  home,
  startApp,
}) => {
  const { url } = await startApp(undefined, fillUser(home))
  await page.goto(`${url}/health`)
  const calls = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'Calls of hooks' }) })
  await calls.getByRole('button', { name: 'Install hooks… Calls of hooks' }).click()
  const changes = dialog(page).getByRole('list', { name: `Changes in ${settingsOf(home)}` })
  await expect(changes).toContainText('"SubagentStop": [')
  await expect(dialog(page)).not.toContainText('secret-of-somebody')
  await expect(dialog(page)).toContainText('trinitas hooks install')
  await confirm(page, 'Install hooks')
  await expect(toast(page)).toContainText('Installed hooks.')
  await expect(calls).toContainText('Claude Code calls the capture hooks.')
  expect(readFileSync(settingsOf(home), 'utf8')).toContain(join(home.path, 'hooks/capture/trinitas-hook'))

  await toast(page).getByRole('button', { name: /^Undo/ }).click()
  await confirm(page, 'Undo: remove what was made')
  await expect(calls).not.toContainText('Claude Code calls the capture hooks.')
  expect(readFileSync(settingsOf(home), 'utf8')).toBe(TEXT)
  expect(existsSync(join(home.path, 'hooks'))).toBe(false)
})

test('an empty dashboard says that no hooks are installed, and installs them by keyboard', async ({
  page,
  home,
  startApp,
}) => {
  const { url } = await startApp(undefined, fillUser(home))
  await page.goto(url)
  await expect(page.getByText('No hooks are installed')).toBeVisible()
  await expectAccessible(page)
  await tabTo(page, 'Install hooks…')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('list', { name: /^Changes in/ })).toBeVisible()
  await confirmByKeys(page)
  await expect(toast(page)).toContainText('Installed hooks.')
  await expect(page.getByText('No hooks are installed')).toBeHidden()
})

for (const look of LOOKS)
  test(`the change of the settings can be read, ${look}`, async ({ page, home, startApp }, testInfo) => {
    const { url } = await startApp(undefined, fillUser(home))
    await putOn(page, look)
    await page.goto(url)
    await page.getByRole('button', { name: 'Install hooks…' }).click()
    await expect(dialog(page).getByRole('list', { name: /^Changes in/ })).toBeVisible()
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`hooks-${look}.png`) })
  })
