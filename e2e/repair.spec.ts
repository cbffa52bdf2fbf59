import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { HOOKS, hookAt, soundHome } from '#lib/testing/sound-home.ts'
import { setAge, type TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** It breaks off within the answer. */
const CUT = `{
    "session_id": "cut",
    "task_id": "one_1",
    "subagent_type": "one",
    "timestamp": "2026-11-24T10:00:00.000Z",
    "execution_time_ms": 1500,
    "status": "success",
    "result": "# Half of an ans`

/** Nobody but a person knows whether the number was meant to be a word. */
const NOISE = `{
    "session_id": "loud",
    "task_id": "two_1",
    "subagent_type": "two",
    "timestamp": "2026-11-24T10:00:00.000Z",
    "execution_time_ms": 1500,
    "status": "success",
    "result": "An answer",
    "error": "",
    "build": 0x1F
}
`

const HOPELESS = 'Segmentation fault <script>document.title = "owned"</script> \u202egnorw\n'

const PATHS = {
  cut: 'completed/cut/cut.json',
  noise: 'completed/loud/noise.json',
  hopeless: 'completed/lost/hopeless.json',
} as const

function fill(home: TemporaryHome): void {
  for (const id of ['cut', 'loud', 'lost'])
    home.result(
      { session_id: id },
      { directory: `completed/${id}`, name: `${id}_whole.json`, ageMs: HOUR_MS },
    )
  home.write(PATHS.cut, CUT, { ageMs: HOUR_MS })
  home.write(PATHS.noise, NOISE, { ageMs: HOUR_MS })
  home.write(PATHS.hopeless, HOPELESS, { ageMs: HOUR_MS })
}

const dialog = (page: Page) => page.getByRole('dialog')
const issues = (page: Page) => page.getByRole('region', { name: 'Issues' })
const trash = (page: Page) => page.getByRole('region', { name: 'Trash' })
const toast = (page: Page) => page.getByRole('status', { name: 'What was done' })
const sideBySide = (page: Page) => page.getByRole('region', { name: 'Side by side' })
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const textAt = (home: TemporaryHome, path: string): string => readFileSync(home.at(path), 'utf8')
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

const repairUrl = (url: string, path: string): string =>
  `${url}/recovery/repair?${new URLSearchParams({ path })}`

/** Everything but directories that were made for what was moved, and what lies in the trash. */
const files = (home: TemporaryHome): string[] =>
  snapshotTree(home.results, { without: ['.trash'] }).filter((line) => !line.split(' ')[0]?.endsWith('/'))

/** Asks, reads what is asked back, and says yes. */
async function confirm(page: Page, what: string): Promise<void> {
  await dialog(page).getByRole('button', { name: what, exact: true }).click()
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
  const beyond = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].map(
      (element) => element.scrollWidth - element.clientWidth,
    ),
  )
  expect(Math.max(...beyond)).toBeLessThanOrEqual(0)
}

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

test('a session is integrated, and that is undone', async ({ page, home, startApp }) => {
  home.result({ session_id: 'done' }, { directory: 'completed/done', ageMs: HOUR_MS })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/done`)
  const panel = page.getByRole('region', { name: 'Integration' })
  await panel.getByRole('button', { name: 'Integrate…' }).click()
  await expect(dialog(page)).toContainText('integrated/done_summary.md')
  await confirm(page, 'Integrate 1 session')
  await expect(toast(page)).toContainText('Integrated 1 session.')
  await expect(panel.getByRole('button', { name: 'Integrate anew…' })).toBeVisible()
  expect(JSON.parse(textAt(home, 'integrated/done_integrated.json'))).toMatchObject({ session_id: 'done' })

  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await confirm(page, 'Undo: remove what was made')
  await expect(toast(page)).toContainText('Removed what was made.')
  await expect(panel.getByRole('button', { name: 'Integrate…' })).toBeVisible()
  expect(readdirSync(home.at('integrated'))).toEqual([])
})

test('a session is integrated anew, and the merge before comes back by undo', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'done' }, { directory: 'completed/done', ageMs: HOUR_MS })
  const before = '{"session_id": "done", "synthesis": {"summary": "By somebody else."}}'
  home.write('integrated/done_integrated.json', before, { ageMs: HOUR_MS })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/done`)
  const panel = page.getByRole('region', { name: 'Integration' })
  await expect(panel).toContainText('By somebody else.')
  await panel.getByRole('button', { name: 'Integrate anew…' }).click()
  await expect(
    dialog(page)
      .getByRole('listitem')
      .filter({ hasText: /^Move to the trash/ }),
  ).toHaveCount(1)
  await confirm(page, 'Integrate 1 session')
  await expect(toast(page)).toContainText('Integrated 1 session.')
  await expect(panel).not.toContainText('By somebody else.')
  expect(textAt(home, 'integrated/done_integrated.json')).not.toBe(before)
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await confirm(page, 'Undo: put 1 file back')
  await expect(panel).toContainText('By somebody else.')
  expect(textAt(home, 'integrated/done_integrated.json')).toBe(before)
})

// A disk is made small by mounting one, which only root may.
if (process.platform === 'linux' && process.getuid?.() === 0)
  test('space is freed where there is little, and what was compressed is undone', async ({
    page,
    home,
    startApp,
  }) => {
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m,mode=700', 'tmpfs', home.path])
    expect(mount.status).toBe(0)
    try {
      home.result({ session_id: 'done' }, { directory: 'completed/done', ageMs: HOUR_MS })
      const log = `${home.path}/logs/errors.log.1`
      mkdirSync(dirname(log), { recursive: true })
      writeFileSync(log, 'One line is like the other.\n'.repeat(10_000))
      setAge(log, 2 * DAY_MS)
      const app = await startApp()
      await page.goto(`${app.url}/recovery`)
      await issues(page).getByRole('button', { name: 'Free space… Disk space' }).click()
      await expect(dialog(page)).toContainText('Frees about')
      await expect(dialog(page)).toContainText('logs/errors.log.1.gz')
      await confirm(page, 'Free space: 1 file')
      await expect(toast(page)).toContainText('Freed space: 1 file.')
      expect([existsSync(log), existsSync(`${log}.gz`)]).toEqual([false, true])
      await toast(page).getByRole('button', { name: 'Undo' }).click()
      await confirm(page, 'Undo: put 1 file back')
      await expect(toast(page)).toContainText('Put 1 file back.')
      expect(statSync(log).size).toBe(280_000)
      await app.end('SIGTERM')
    } finally {
      spawnSync('umount', ['-l', home.path])
    }
  })

test('what cannot be done says why in the dialog', async ({ page, home, startApp, expectedErrors }) => {
  expectedErrors.push(/status of 409/)
  home.write(PATHS.hopeless, HOPELESS, { ageMs: HOUR_MS })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/lost`)
  await page.getByRole('button', { name: 'Integrate…' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('No result of it can be read')
  await expect(dialog(page).getByRole('button', { name: 'Close' })).toBeFocused()
})

test('hooks are made executable and results closed to others, and undone', async ({ page, startApp }) => {
  using home = soundHome()
  const [hook] = HOOKS
  for (const path of HOOKS.map((name) => hookAt(home, name))) chmodSync(path, 0o600)
  chmodSync(home.at('integrated/done_integrated.json'), 0o644)
  const app = await startApp(['--port', '0', '--home', home.path])
  await page.goto(`${app.url}/recovery`)
  await issues(page).getByRole('button', { name: 'Fix hooks… Hook failures' }).click()
  await dialog(page).getByText(hook).click()
  await expect(dialog(page)).toContainText(`${hook} (600 → 700)`)
  await confirm(page, 'Make 4 hooks executable')
  await expect(toast(page)).toContainText('Made 4 hooks executable.')
  await expect(issues(page)).not.toContainText('Hook failures')
  for (const name of HOOKS) expect(modeOf(hookAt(home, name))).toBe('700')

  await issues(page).getByRole('button', { name: 'Fix permissions… Loose permissions' }).click()
  await expect(dialog(page)).toContainText('integrated/done_integrated.json (644 → 600)')
  await dialog(page)
    .getByRole('button', { name: /^Close \d+ director(y|ies) to others$/ })
    .click()
  await expect(issues(page)).toContainText('No issues')
  expect(modeOf(home.at('integrated/done_integrated.json'))).toBe('600')

  const history = page.getByRole('region', { name: 'History' })
  await history.getByRole('button', { name: 'Undo: Made 4 hooks executable' }).click()
  await dialog(page)
    .getByRole('button', { name: /^Undo: / })
    .click()
  await expect(issues(page)).toContainText('Hook failures')
  for (const name of HOOKS) expect(modeOf(hookAt(home, name))).toBe('600')
})

/** Two that were deleted long ago, and one today. */
function fillTrash(home: TemporaryHome): void {
  for (const [id, days] of [
    ['oldest', 30],
    ['older', 8],
    ['newer', 6],
  ] as const) {
    home.write(`.trash/${id}/completed/s/${id}.json`, '{}')
    setAge(home.at(`.trash/${id}`), days * DAY_MS)
  }
}

test('expired trash goes without being typed only while somebody consents', async ({
  page,
  home,
  startApp,
}) => {
  fillTrash(home)
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  await expect(trash(page).getByRole('listitem').filter({ hasText: 'Past 7 days' })).toHaveText([
    /^older/,
    /^oldest/,
  ])
  const purge = trash(page).getByRole('button', { name: 'Purge expired…' })
  const typed = dialog(page).getByRole('textbox')
  await purge.click()
  await expect(dialog(page)).toContainText('Frees about 4 B at once.')
  await expect(typed).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()

  const offer = trash(page).getByRole('button', { name: /^Let what has been here for 7 days go/ })
  await offer.click()
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  const give = dialog(page).getByRole('button', { name: 'Let it go' })
  await typed.fill('purge')
  await expect(give).toBeDisabled()
  await typed.fill('purge expired trash')
  await give.click()
  const line = trash(page).getByRole('status')
  await expect(line).toContainText('may go without asking')
  await expect(line).toBeFocused()
  await expect(offer).toHaveCount(0)

  await purge.click()
  await expect(dialog(page)).toContainText('This cannot be undone')
  await expect(typed).toHaveCount(0)
  await confirm(page, 'Delete 2 files for good')
  await expect(trash(page).getByRole('listitem')).toHaveText([/^newer/])
  await expect(purge).toHaveCount(0)
  expect(readdirSync(home.at('.trash'))).toEqual(['newer'])

  await trash(page).getByRole('button', { name: 'Withdraw' }).click()
  await expect(line).toContainText('is asked for each time')
  await expect(line).toBeFocused()
  await page.goto(`${app.url}/audit`)
  await expect(page.getByRole('row', { name: /withdraw consent to purge/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /consent to purge.*Done/ }).first()).toBeVisible()
})

test('a consent that is refused says why in its dialog', async ({ page, home, startApp, expectedErrors }) => {
  expectedErrors.push(/status of 401/)
  fillTrash(home)
  const app = await startApp(['--port', '0', '--require-token'])
  const added = runTrinitas(['token', 'add', '--role', 'owner', '--json', '--home', home.path])
  await page.goto((JSON.parse(added.out) as { link: string }).link)
  await expect(heading(page)).toBeVisible()
  await page.goto(`${app.url}/recovery`)
  await trash(page)
    .getByRole('button', { name: /^Let what/ })
    .click()
  await page.context().clearCookies()
  await dialog(page).getByRole('textbox').fill('purge expired trash')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('alert')).toContainText('token')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await expect(trash(page).getByRole('button', { name: /^Let what/ })).toBeFocused()
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
  const tabTo = async (words: string): Promise<void> => {
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate(() => document.activeElement?.textContent))?.startsWith(words)) return
    }
    throw new Error(`The Tab key does not lead to ${words}.`)
  }
  await tabTo('Show 3 corrupted files')
  await page.keyboard.press('Enter')
  for (const _ of Object.keys(PATHS)) await tabTo('Look at it')
  await page.keyboard.press('Enter')
  await expect(heading(page)).toHaveText('noise.json')
  await tabTo('… 6 lines the same')
  await page.keyboard.press('Enter')
  await expect(sideBySide(page).getByText('"subagent_type": "two"').first()).toBeVisible()

  await page.goto(repairUrl(app.url, PATHS.hopeless))
  await expect(heading(page)).toHaveText('hopeless.json')
  await tabTo('Set it aside…')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('This can be undone')
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toBeFocused()
  expect(existsSync(home.at(PATHS.hopeless))).toBe(false)
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('This can be undone')
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(toast(page)).toContainText('Put 1 file back.')
  expect(textAt(home, PATHS.hopeless)).toBe(HOPELESS)
})

test('a viewer sees what is broken and what lies in the trash, and can change nothing', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403/)
  fill(home)
  fillTrash(home)
  const app = await startApp(['--port', '0', '--require-token'])
  const added = JSON.parse(runTrinitas(['token', 'add', '--json', '--home', home.path]).out) as {
    link: string
  }
  await page.goto(added.link)
  await expect(heading(page)).toBeVisible()
  const before = snapshotTree(home.results)
  const changing = page.getByRole('button', {
    name: /Repair|Accept|aside|Undo|Integrate|Fix|Free|Purge|Empty|Restore|Delete|Let what|Withdraw/,
  })
  for (const path of ['cut', 'noise', 'hopeless'] as const) {
    await page.goto(repairUrl(app.url, PATHS[path]))
    await expect(page.getByRole('region', { name: /^(Side by side|The file as it is)$/ })).toBeVisible()
    await expect(changing).toHaveCount(0)
  }
  await page.goto(`${app.url}/sessions/cut`)
  await expect(page.getByRole('link', { name: `Look at it: ${PATHS.cut}` })).toBeVisible()
  await expect(changing).toHaveCount(0)
  await page.goto(`${app.url}/recovery`)
  await expect(trash(page)).toContainText('Past 7 days')
  await expect(changing).toHaveCount(0)
  const status = await page.evaluate(async () => {
    const response = await fetch('/api/trash/consent', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ typed: 'purge expired trash' }),
    })
    return response.status
  })
  expect(status).toBe(403)
  expect(snapshotTree(home.results)).toEqual(before)
})

for (const look of ['light', 'dark', 'phone'] as const) {
  const dress = async (page: Page): Promise<void> => {
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' })
    if (look === 'phone') await page.setViewportSize({ width: 390, height: 844 })
  }

  test(`the page of a broken file is accessible (${look})`, async ({ page, home, startApp }, testInfo) => {
    fill(home)
    await dress(page)
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

  test(`issues, the trash and its consent are accessible (${look})`, async ({
    page,
    home,
    startApp,
  }, testInfo) => {
    fillTrash(home)
    home.write('completed/odd/nul.json', '\0'.repeat(100), { ageMs: HOUR_MS })
    await dress(page)
    const app = await startApp()
    await page.goto(`${app.url}/recovery`)
    await expect(trash(page)).toContainText('Past 7 days')
    await issues(page).getByText('Show 1 corrupted files').click()
    await expect(issues(page).getByRole('link', { name: 'Look at it: completed/odd/nul.json' })).toBeVisible()
    await expectAccessible(page)
    await trash(page)
      .getByRole('button', { name: /^Let what/ })
      .click()
    await expect(dialog(page)).toContainText('purge expired trash')
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`consent-${look}.png`) })
    await dialog(page).getByRole('textbox').fill('purge expired trash')
    await dialog(page).getByRole('button', { name: 'Let it go' }).click()
    await expect(trash(page).getByRole('button', { name: 'Withdraw' })).toBeVisible()
    await expectAccessible(page)
  })
}
