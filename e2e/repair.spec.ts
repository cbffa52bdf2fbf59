import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Page } from '@playwright/test'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge, type TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { CUT, fillBroken as fill, HOPELESS, HOUR_MS, NOISE, PATHS } from './homes.ts'
import {
  confirm,
  confirmByKeys,
  dialog,
  expectAccessible,
  heading,
  issues,
  LOOKS,
  putOn,
  tabTo,
  toast,
} from './page-parts.ts'

const sideBySide = (page: Page) => page.getByRole('region', { name: 'Side by side' })
const textAt = (home: TemporaryHome, path: string): string => readFileSync(home.at(path), 'utf8')

const repairUrl = (url: string, path: string): string =>
  `${url}/recovery/repair?${new URLSearchParams({ path })}`

/** Everything but directories that were made for what was moved, and what lies in the trash. */
const files = (home: TemporaryHome): string[] =>
  snapshotTree(home.results, { without: ['.trash'] }).filter((line) => !line.split(' ')[0]?.endsWith('/'))

test('all that is broken is repaired at once, as far as nothing is in doubt, and undone', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const before = files(home)
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  await issues(page).getByRole('button', { name: 'Repair… Corrupted files' }).click()
  await expect(dialog(page)).toContainText('This can be undone')
  const done = dialog(page).getByRole('list', { name: 'What is done' })
  await expect(done.getByRole('listitem')).toHaveText([
    /^completed\/cut\/cut\.json/,
    /hopeless\.json.*set aside/,
  ])
  // What only a person can judge is left out, with the reason.
  await expect(dialog(page).getByText('Left out: 1 item')).toBeVisible()
  await expect(dialog(page)).toContainText('look at it')
  await done.getByText(PATHS.cut).click()
  const look = done.getByRole('link', { name: `Look at it: ${PATHS.cut}, in a new tab` })
  await expect(look).toHaveAttribute('href', repairUrl('', PATHS.cut))
  await expect(look).toHaveAttribute('rel', /noopener/)
  await confirm(page, 'Repair 1 file, set 1 aside')
  await expect(toast(page)).toContainText('Repaired or set aside 2 files.')
  expect(textAt(home, PATHS.cut).startsWith(CUT)).toBe(true)
  expect(JSON.parse(textAt(home, PATHS.cut))).toMatchObject({ session_id: 'cut', result: '# Half of an ans' })
  expect(existsSync(home.at(PATHS.hopeless))).toBe(false)
  expect(textAt(home, PATHS.noise)).toBe(NOISE)

  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await confirm(page, 'Undo: put 2 files back')
  await expect(toast(page)).toContainText('Put 2 files back.')
  expect(files(home)).toEqual(before)
})

test('an answer that was cut short says so once it is repaired', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/sessions/cut`)
  const problems = page.getByRole('region', { name: 'Problems' })
  await problems.getByRole('link', { name: `Look at it: ${PATHS.cut}` }).click()
  await expect(heading(page)).toHaveText('cut.json')
  await expect(page).toHaveTitle('Repair cut.json · Trinitas Monitor')
  await expect(page.getByText('"result" breaks off; missing: error, metadata.')).toBeVisible()
  await expect(sideBySide(page).getByRole('listitem').last()).toContainText('Changed, line 8')
  await page.getByRole('button', { name: 'Repair…' }).click()
  await confirm(page, 'Repair 1 file')
  await expect(page.getByText('Nothing in it is to be repaired.')).toBeVisible()
  await page.getByRole('link', { name: 'cut', exact: true }).click()
  const run = page.getByRole('article', { name: 'one' })
  await expect(run.getByText('Cut short', { exact: true })).toBeVisible()
  await expect(run).toContainText('It was cut short and completed. "result" breaks off')
  await expect(run.getByRole('heading', { name: 'Half of an ans' })).toBeVisible()
})

test('what only a person can judge is looked at and accepted', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  await issues(page).getByText('Show 3 corrupted files').click()
  await issues(page)
    .getByRole('link', { name: `Look at it: ${PATHS.noise}` })
    .click()
  await expect(heading(page)).toHaveText('noise.json')
  await expect(page.getByText('0x1F is no number')).toBeVisible()
  await expect(page.getByText('What is proposed does not say the same: look at it.')).toBeVisible()
  await expect(page.getByRole('button', { name: /Repair|aside/ })).toHaveCount(0)
  const differing = page.getByRole('table', { name: 'Fields that differ' })
  await expect(differing.getByRole('row', { name: /build 0x1F 0x1F Other kind/ })).toBeVisible()
  // The lines far from the change are folded, and open.
  const folded = sideBySide(page).getByText('"subagent_type": "two"').first()
  await expect(folded).toBeHidden()
  await sideBySide(page).getByText('… 6 lines the same').click()
  await expect(folded).toBeVisible()
  await page.getByRole('button', { name: 'Accept what is proposed…' }).click()
  await expect(dialog(page)).toContainText(`trinitas repair --write --accept ${PATHS.noise}`)
  await confirm(page, 'Repair 1 file')
  await expect(page.getByText('Nothing in it is to be repaired.')).toBeVisible()
  expect(JSON.parse(textAt(home, PATHS.noise))).toMatchObject({ session_id: 'loud', build: '0x1F' })
})

test('what is beyond repair is set aside, and its session brings it back', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await page.goto(repairUrl(app.url, PATHS.hopeless))
  await expect(page.getByText('Beyond repair')).toBeVisible()
  await page.getByRole('button', { name: 'Set it aside…' }).click()
  await confirm(page, 'Set 1 file aside')
  await expect(heading(page)).toHaveText('There is no such broken file')
  expect(existsSync(home.at(PATHS.hopeless))).toBe(false)

  await page.goto(`${app.url}/sessions/lost`)
  const problems = page.getByRole('region', { name: 'Problems' })
  await expect(problems).toContainText('Set aside')
  await problems.getByRole('button', { name: 'Undo… hopeless.json' }).click()
  await confirm(page, 'Undo: put 1 file back')
  await expect(toast(page)).toContainText('Put 1 file back.')
  expect(textAt(home, PATHS.hopeless)).toBe(HOPELESS)
  await expect(problems.getByRole('link', { name: `Look at it: ${PATHS.hopeless}` })).toBeVisible()
})

test('a file that runs nothing is shown as it is written', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(repairUrl(app.url, PATHS.hopeless))
  await expect(page.getByRole('region', { name: 'The file as it is' })).toContainText(
    '<script>document.title = "owned"</script> \\u{202e}gnorw',
  )
  await expect(page).toHaveTitle('Repair hopeless.json · Trinitas Monitor')
})

test('a file that is not there, or is nobody’s, says what to do', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  for (const [path, words] of [
    ['completed/cut/gone.json', 'There is no such broken file'],
    ['/etc/passwd', 'There is no such broken file'],
    ['', 'No file is named'],
  ] as const) {
    await page.goto(repairUrl(app.url, path))
    await expect(heading(page)).toHaveText(words)
    await expect(page.getByRole('main').getByRole('link', { name: 'Recovery' })).toHaveCount(2)
  }
})

test('a broken file of no session leads from the overview to its page', async ({ page, home, startApp }) => {
  home.write('integrated/gone_integrated.json', '{"session_id": "gone", "synthesis": {"summary": "Half', {
    ageMs: HOUR_MS,
  })
  const app = await startApp()
  await page.goto(app.url)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await expect(attention.getByRole('link', { name: 'See what else needs you' })).toHaveAttribute(
    'href',
    '/recovery',
  )
  await attention.getByRole('link', { name: 'Look at it: integrated/gone_integrated.json' }).click()
  await expect(heading(page)).toHaveText('gone_integrated.json')
  await expect(page.getByText('Cut short', { exact: true })).toBeVisible()
})

test('a report in the logs that broke off is looked at and closed', async ({ page, home, startApp }) => {
  const path = `${home.path}/logs/recovery_20261123_211103.json`
  const report = '{\n    "recovered": 2,\n    "sessions": ["a", "b'
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, report)
  setAge(path, HOUR_MS)
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  await issues(page).getByText('Show 1 truncated reports').click()
  await issues(page)
    .getByRole('link', { name: `Look at it: ${path}` })
    .click()
  await expect(heading(page)).toHaveText('recovery_20261123_211103.json')
  await page.getByRole('button', { name: 'Repair…' }).click()
  const look = dialog(page).getByRole('link', { name: `Look at it: ${path}` })
  await expect(look).toHaveAttribute('href', repairUrl('', path))
  await confirm(page, 'Repair 1 file')
  await expect(toast(page)).toContainText('Repaired or set aside 1 file.')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ recovered: 2, sessions: ['a', 'b'] })
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await confirm(page, 'Undo: put 1 file back')
  await expect(toast(page)).toContainText('Put 1 file back.')
  expect(readFileSync(path, 'utf8')).toBe(report)
})

test('the keyboard alone looks at a file, sets it aside and undoes that', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  await expect(issues(page)).toContainText('Corrupted files')
  await tabTo(page, 'Show 3 corrupted files')
  await page.keyboard.press('Enter')
  for (const _ of Object.keys(PATHS)) await tabTo(page, 'Look at it')
  await page.keyboard.press('Enter')
  await expect(heading(page)).toHaveText('noise.json')
  await tabTo(page, '… 6 lines the same')
  await page.keyboard.press('Enter')
  await expect(sideBySide(page).getByText('"subagent_type": "two"').first()).toBeVisible()

  await page.goto(repairUrl(app.url, PATHS.hopeless))
  await expect(heading(page)).toHaveText('hopeless.json')
  await tabTo(page, 'Set it aside…')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('This can be undone')
  await confirmByKeys(page)
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toBeFocused()
  expect(existsSync(home.at(PATHS.hopeless))).toBe(false)
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('This can be undone')
  await confirmByKeys(page)
  await expect(toast(page)).toContainText('Put 1 file back.')
  expect(textAt(home, PATHS.hopeless)).toBe(HOPELESS)
})

for (const look of LOOKS)
  test(`the page of a broken file is accessible (${look})`, async ({ page, home, startApp }, testInfo) => {
    fill(home)
    await putOn(page, look)
    const app = await startApp()
    const closed = page.locator('main details:not([open]) > summary')
    for (const [name, path] of Object.entries({ ...PATHS, none: 'nowhere.json' })) {
      await page.goto(repairUrl(app.url, path))
      await expect(heading(page)).toBeVisible()
      while ((await closed.count()) > 0) await closed.first().click()
      await expectAccessible(page)
      await page.screenshot({ path: testInfo.outputPath(`${name}-${look}.png`) })
    }
    await page.goto(repairUrl(app.url, PATHS.cut))
    await page.getByRole('button', { name: 'Repair…' }).click()
    await expect(dialog(page)).toContainText('This can be undone')
    await expectAccessible(page)
    await confirm(page, 'Repair 1 file')
    await expect(page.getByText('Nothing in it is to be repaired.')).toBeVisible()
    await page.goto(`${app.url}/sessions/cut`)
    await expect(page.getByRole('article', { name: 'one' })).toContainText('Cut short')
    await expectAccessible(page)
  })
