import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { HOOKS, hookAt, soundHome } from '#lib/testing/sound-home.ts'
import { setAge, type TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { DAY_MS, fillBroken, fillTrash, HOPELESS, HOUR_MS, PATHS } from './homes.ts'
import {
  confirm,
  dialog,
  expectAccessible,
  heading,
  issues,
  LOOKS,
  putOn,
  retention,
  toast,
  trash,
} from './page-parts.ts'

const textAt = (home: TemporaryHome, path: string): string => readFileSync(home.at(path), 'utf8')
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

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
  home.write('integrated/done_integrated.json', before, { ageMs: 2 * HOUR_MS })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/done`)
  const panel = page.getByRole('region', { name: 'Integration' })
  await expect(panel).toContainText('By somebody else.')
  await expect(panel).toContainText('1 result of this session is not in it: integrate it anew.')
  await panel.getByRole('button', { name: 'Integrate anew…' }).click()
  await expect(
    dialog(page)
      .getByRole('listitem')
      .filter({ hasText: /^Move to the trash/ }),
  ).toHaveCount(1)
  await confirm(page, 'Integrate 1 session')
  await expect(toast(page)).toContainText('Integrated 1 session.')
  await expect(panel).not.toContainText('By somebody else.')
  await expect(panel).not.toContainText('not in it')
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
      // What a page still prepares for would find nobody there.
      await page.goto('about:blank')
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
  await expect(toast(page)).toContainText('Fixed 4 hooks.')
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
  await history.getByRole('button', { name: 'Undo: Fixed 4 hooks' }).click()
  await dialog(page)
    .getByRole('button', { name: /^Undo: / })
    .click()
  await expect(issues(page)).toContainText('Hook failures')
  for (const name of HOOKS) expect(modeOf(hookAt(home, name))).toBe('600')
})

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

test('a viewer sees what is broken and what lies in the trash, and can change nothing', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403/)
  fillBroken(home)
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
    await page.goto(`${app.url}/recovery/repair?${new URLSearchParams({ path: PATHS[path] })}`)
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

/** A session that ended so many days ago and was integrated then. */
function fillEnded(home: TemporaryHome, id: string, days: number): void {
  const ageMs = days * DAY_MS
  home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ageMs })
  home.write(`integrated/${id}_integrated.json`, '{}', { ageMs })
}

test('what is past its retention goes to the trash, but for what is pinned, and comes back', async ({
  page,
  home,
  startApp,
}) => {
  fillEnded(home, 'past', 8)
  fillEnded(home, 'wanted', 8)
  fillEnded(home, 'young', 6)
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  await expect(retention(page)).toContainText(/A run would move 4 files, .* to the trash/)
  await expect(retention(page)).toContainText(/Completed sessionskept for 7 days2 sessions, 2 files/)

  await page.goto(`${app.url}/sessions/wanted`)
  const keep = page.getByRole('button', { name: 'Keep this session' })
  const unpin = page.getByRole('button', { name: 'No longer keep it' })
  await expect(page.getByText('Retention may take it once its time is over.')).toBeVisible()
  await keep.click()
  await expect(page.getByText(/Kept whatever its age: .* said so on/)).toBeVisible()
  await expect(unpin).toBeFocused()

  await page.goto(`${app.url}/recovery`)
  await expect(retention(page)).toContainText(/Completed sessionskept for 7 days1 session, 1 file/)
  await retention(page).getByText('Left alone: 1').click()
  await expect(retention(page).getByRole('listitem')).toHaveText(/^wanted.*pinned/)
  await retention(page).getByRole('button', { name: 'Free space now…' }).click()
  await expect(dialog(page)).toContainText('completed/past/past.json')
  await expect(dialog(page)).not.toContainText('wanted.json')
  await confirm(page, 'Free space: 2 files')
  await expect(toast(page)).toContainText('Freed space: 2 files.')
  await expect(retention(page)).toContainText('A run would have nothing to do.')
  expect(readdirSync(home.at('completed')).sort()).toEqual(['wanted', 'young'])
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await confirm(page, 'Undo: put 2 files back')
  await expect(retention(page)).toContainText('A run would move 2 files')
  expect(readdirSync(home.at('completed')).sort()).toEqual(['past', 'wanted', 'young'])

  await page.goto(`${app.url}/sessions/wanted`)
  await unpin.click()
  await expect(keep).toBeFocused()
  await page.goto(`${app.url}/audit`)
  await expect(page.getByRole('row', { name: /no longer keep a session/ })).toBeVisible()
})

test('what was never integrated stays however old, and goes to the trash by name', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 'only' }, { directory: 'failed/only', ageMs: 400 * DAY_MS })
  const { url } = await startApp()
  await page.goto(`${url}/recovery`)
  await retention(page).getByText('Left alone: 1').click()
  await expect(retention(page)).toContainText('these are its only results. Integrate it, or name it')
  await page.goto(`${url}/sessions/only`)
  await page.getByRole('button', { name: 'Move to trash…' }).click()
  await expect(dialog(page)).toContainText('It was never integrated, and these are its only results')
  await confirm(page, 'Move 1 session to the trash')
  await expect(toast(page)).toContainText('Moved 1 session to the trash')
  expect(readdirSync(home.at('failed'))).toEqual([])
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await confirm(page, 'Undo: put 1 file back')
  await expect.poll(() => readdirSync(home.at('failed'))).toEqual(['only'])
})

test('a viewer sees what is kept and what would go, and can change neither', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403/)
  fillEnded(home, 'past', 8)
  fillEnded(home, 'wanted', 8)
  expect(runTrinitas(['pin', 'wanted', '--home', home.path]).code).toBe(0)
  const app = await startApp(['--port', '0', '--require-token'])
  const added = runTrinitas(['token', 'add', '--json', '--home', home.path])
  await page.goto((JSON.parse(added.out) as { link: string }).link)
  await expect(heading(page)).toBeVisible()
  await page.goto(`${app.url}/sessions/wanted`)
  await expect(page.getByText(/Kept whatever its age/)).toBeVisible()
  await expect(page.getByRole('button', { name: /keep/i })).toHaveCount(0)
  await page.goto(`${app.url}/recovery`)
  await expect(retention(page)).toContainText('A run would move 2 files')
  await expect(retention(page).getByRole('button')).toHaveCount(0)
  const status = await page.evaluate(async () => {
    const response = await fetch('/api/sessions/past/pin', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pinned: true }),
    })
    return response.status
  })
  expect(status).toBe(403)
})

for (const look of LOOKS)
  test(`issues, the trash and its consent are accessible (${look})`, async ({
    page,
    home,
    startApp,
  }, testInfo) => {
    fillTrash(home)
    home.write('completed/odd/nul.json', '\0'.repeat(100), { ageMs: HOUR_MS })
    fillEnded(home, 'past', 8)
    const pinned = 'a_session_that_is_kept_for_its_very_long_name_whatever_its_age'
    fillEnded(home, pinned, 8)
    expect(runTrinitas(['pin', pinned, '--home', home.path]).code).toBe(0)
    await putOn(page, look)
    const app = await startApp()
    await page.goto(`${app.url}/recovery`)
    await expect(trash(page)).toContainText('Past 7 days')
    await issues(page).getByText('Show 1 corrupted files').click()
    await expect(issues(page).getByRole('link', { name: 'Look at it: completed/odd/nul.json' })).toBeVisible()
    await retention(page).getByText('Left alone: 1').click()
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`retention-${look}.png`), fullPage: true })
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
    await page.goto(`${app.url}/sessions/${pinned}`)
    await expect(page.getByText(/Kept whatever its age/)).toBeVisible()
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`pinned-${look}.png`) })
  })
