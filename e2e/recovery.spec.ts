import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Page } from '@playwright/test'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { closeTree, HOOKS, hookAt } from '#lib/testing/sound-home.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { confirmByKeys, dialog, expectAccessible, LOOKS, putOn, tabTo, toast } from './page-parts.ts'

const HOUR_MS = 3_600_000

/** Two sessions that broke off, of two files each, and one that works. */
function fill(home: TemporaryHome): void {
  for (const id of ['quiet', 'silent'])
    for (const nth of [1, 2]) home.result({ session_id: id }, { name: `${id}_${nth}.json`, ageMs: HOUR_MS })
  home.result({ session_id: 'busy' }, { name: 'busy_1.json' })
}

/** Bytes, modes, times and paths of all results. Directories that were made for what is moved stay behind, empty. */
const results = (home: TemporaryHome): string[] =>
  snapshotTree(home.results).filter((line) => !line.split(' ')[0]?.endsWith('/'))

const attention = (page: Page) => page.getByRole('region', { name: 'Needs attention' })

async function openOverview(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
}

/** The moves that the open dialog lists, as pairs of paths below the results directory. */
async function listedMoves(page: Page): Promise<[from: string, to: string][]> {
  const lines = await dialog(page).getByRole('listitem').filter({ hasText: /^Move/ }).allInnerTexts()
  return lines.map((line) => {
    const [from = '', to = ''] = line.replace(/^Move\s+/, '').split(' → ')
    return [from, to]
  })
}

test('a dialog that is cancelled or left changes nothing on disk', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await openOverview(page, app.url)
  const before = snapshotTree(home.results)
  const button = attention(page).getByRole('button', { name: 'Clean up quiet' })
  for (const leave of [
    () => dialog(page).getByRole('button', { name: 'Cancel' }).click(),
    () => page.keyboard.press('Escape'),
  ]) {
    await button.click()
    await expect(dialog(page)).toContainText('Clean up 1 session')
    await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
    await leave()
    await expect(dialog(page)).toHaveCount(0)
    await expect(button).toBeFocused()
  }
  expect(snapshotTree(home.results)).toEqual(before)
})

test('what is confirmed is what was listed, and undo brings all of it back', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  const before = results(home)
  await page.goto(`${app.url}/sessions/quiet`)
  await page.getByRole('button', { name: 'Recover…' }).click()
  await expect(dialog(page)).toContainText('This can be undone')
  await expect(dialog(page)).toContainText('trinitas recover quiet')
  const moves = await listedMoves(page)
  expect(moves.map(([from]) => from)).toEqual(['temp/quiet_1.json', 'temp/quiet_2.json'])
  const texts = moves.map(([from]) => readFileSync(home.at(from), 'utf8'))
  await dialog(page).getByRole('button', { name: 'Recover 1 session' }).click()
  await expect(toast(page)).toContainText('Recovered 1 session.')
  await expect(dialog(page)).toHaveCount(0)
  for (const [at, [from, to]] of moves.entries()) {
    expect(existsSync(home.at(from))).toBe(false)
    expect(readFileSync(home.at(to), 'utf8')).toBe(texts[at])
  }
  // The session's page goes on with what can be done now.
  await expect(page.getByRole('button', { name: 'Undo: Recovered 1 session…' })).toBeVisible()
  // What nobody named stays as it was.
  const others = (lines: string[]) => lines.filter((line) => !line.includes('quiet'))
  expect(others(results(home))).toEqual(others(before))

  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await expect(dialog(page)).toContainText('Undo: put 2 files back')
  await dialog(page).getByRole('button', { name: 'Undo: put 2 files back' }).click()
  await expect(toast(page)).toContainText('Put 2 files back.')
  expect(results(home).filter((line) => !line.includes('.trash/'))).toEqual(before)
})

test('all that is stale is cleaned up at once, and the history tells of it', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const app = await startApp()
  await openOverview(page, app.url)
  await attention(page).getByRole('button', { name: 'Clean up all 2 stale…' }).click()
  await expect(dialog(page)).toContainText('2 sessions, 4 files')
  await dialog(page).getByText('quiet', { exact: true }).click()
  expect((await listedMoves(page)).map(([from]) => from)).toEqual(['temp/quiet_1.json', 'temp/quiet_2.json'])
  await dialog(page).getByRole('button', { name: 'Clean up 2 sessions' }).click()
  await expect(toast(page)).toContainText('Cleaned up 2 sessions.')
  await expect(attention(page).getByRole('button', { name: /^Clean up/ })).toHaveCount(0)
  expect(existsSync(home.at('temp/busy_1.json'))).toBe(true)

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Recovery' }).click()
  const history = page.getByRole('region', { name: 'History' })
  await expect(history).toContainText('Cleaned up 2 sessions')
  await history.getByText('Cleaned up 2 sessions').click()
  await expect(history.getByRole('list', { name: 'How it went' }).getByRole('listitem')).toHaveCount(2)
  await history.getByRole('button', { name: 'Undo: Cleaned up 2 sessions' }).click()
  await dialog(page).getByRole('button', { name: 'Undo: put 4 files back' }).click()
  await expect(history).toContainText('Put 4 files back')
  await expect(history).toContainText('undone')
  expect(existsSync(home.at('temp/quiet_1.json'))).toBe(true)
})

test('what changed since it was listed stops everything, says what, and offers a new plan', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 409/)
  fill(home)
  const app = await startApp()
  await openOverview(page, app.url)
  await attention(page).getByRole('button', { name: 'Clean up quiet' }).click()
  await expect(dialog(page)).toContainText('2 files')
  home.write(
    'temp/quiet_2.json',
    readFileSync(home.at('temp/quiet_2.json'), 'utf8').replace('# A', '# The a'),
    {
      ageMs: HOUR_MS - 60_000,
    },
  )
  const changed = results(home)
  await dialog(page).getByRole('button', { name: 'Clean up 1 session' }).click()
  await expect(dialog(page).getByRole('list', { name: 'What changed' })).toContainText('temp/quiet_2.json')
  await expect(dialog(page).getByRole('button', { name: 'Close' })).toBeFocused()
  expect(results(home)).toEqual(changed)
  await dialog(page).getByRole('button', { name: 'Make a new plan' }).click()
  await dialog(page).getByRole('button', { name: 'Clean up 1 session' }).click()
  await expect(toast(page)).toContainText('Cleaned up 1 session.')
  expect(existsSync(home.at('temp/quiet_2.json'))).toBe(false)
})

/** The real server; only that no file comes to lie in failed/silent. */
const withFailingLink = (how: 'no room' | 'kill'): Record<string, string> => ({
  NODE_OPTIONS: `--import ${new URL('./failing-link.mjs', import.meta.url)}`,
  FAILING_LINK: JSON.stringify({ directory: '/failed/silent', how }),
})

test('what was not done stays in the dialog with its reason, and the rest can be undone', async ({
  page,
  home,
  startApp,
}) => {
  fill(home)
  const before = results(home)
  const app = await startApp(['--port', '0'], withFailingLink('no room'))
  await openOverview(page, app.url)
  await attention(page).getByRole('button', { name: 'Clean up all 2 stale…' }).click()
  await dialog(page).getByRole('button', { name: 'Clean up 2 sessions' }).click()
  await expect(dialog(page).getByRole('alert')).toHaveText('Cleaned up 1 session, not all.')
  await expect(dialog(page).getByRole('listitem')).toHaveText(/silent.*ENOSPC.*The disk is full/)
  await expect(dialog(page).getByRole('button', { name: 'Close' })).toBeFocused()
  for (const nth of [1, 2]) {
    expect(existsSync(home.at(`temp/silent_${nth}.json`))).toBe(true)
    expect(existsSync(home.at(`failed/quiet/quiet_${nth}.json`))).toBe(true)
  }
  await dialog(page).getByRole('button', { name: 'Close' }).click()
  await expect(toast(page)).toContainText('Cleaned up 1 session, not all. See why')
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog(page).getByRole('button', { name: 'Undo: put 2 files back' }).click()
  await expect(toast(page)).toContainText('Put 2 files back.')
  expect(results(home).filter((line) => !line.includes('.trash/'))).toEqual(before)
})

test('a server that is killed at work is told of, and the next one ends what it began', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/)
  expectedErrors.push(/ERR_EMPTY_RESPONSE/)
  fill(home)
  const app = await startApp(['--port', '0'], withFailingLink('kill'))
  await openOverview(page, app.url)
  await attention(page).getByRole('button', { name: 'Clean up all 2 stale…' }).click()
  await dialog(page).getByRole('button', { name: 'Clean up 2 sessions' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('The connection to the server was lost')
  expect(existsSync(home.at('temp/silent_1.json'))).toBe(false)
  expect(existsSync(home.at('failed/silent/silent_1.json'))).toBe(false)

  const next = await startApp()
  await page.goto(`${next.url}/recovery`)
  const history = page.getByRole('region', { name: 'History' })
  await history.getByText('Cleaned up 2 sessions').click()
  await expect(history).toContainText('It was interrupted, and ended when the monitor started again.')
  for (const id of ['quiet', 'silent'])
    for (const nth of [1, 2]) expect(existsSync(home.at(`failed/${id}/${id}_${nth}.json`))).toBe(true)
})

test('the keyboard alone cleans up and undoes', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await openOverview(page, app.url)
  await tabTo(page, 'Clean up quiet')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('1 session, 2 files')
  await confirmByKeys(page)
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toBeFocused()
  expect(existsSync(home.at('temp/quiet_1.json'))).toBe(false)
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('Undo: put 2 files back')
  await confirmByKeys(page, 'Space')
  await expect(toast(page)).toContainText('Put 2 files back.')
  expect(existsSync(home.at('temp/quiet_1.json'))).toBe(true)
})

test('what is in the trash comes back, or is deleted for good once a word is typed', async ({
  page,
  home,
  startApp,
}) => {
  const lay = (id: string): void =>
    void home.write(`.trash/${id}/completed/old/${id}.json`, '{}', { ageMs: HOUR_MS })
  lay('first')
  lay('second')
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  const trash = page.getByRole('region', { name: 'Trash' })
  await trash.getByRole('button', { name: 'Restore first' }).click()
  await dialog(page).getByRole('button', { name: 'Restore 1 file from the trash' }).click()
  await expect(toast(page)).toContainText('Restored 1 file from the trash.')
  expect(readFileSync(home.at('completed/old/first.json'), 'utf8')).toBe('{}')

  await trash.getByRole('button', { name: 'Delete for good: second' }).click()
  await expect(dialog(page)).toContainText('This cannot be undone')
  const confirm = dialog(page).getByRole('button', { name: 'Delete 1 file for good' })
  await expect(confirm).toBeDisabled()
  const field = dialog(page).getByRole('textbox', { name: /^To confirm, type/ })
  await field.fill('something else')
  await field.press('Enter')
  await expect(confirm).toBeDisabled()
  expect(existsSync(home.at('.trash/second/completed/old/second.json'))).toBe(true)
  await field.fill('purge')
  await field.press('Enter')
  await expect(toast(page)).toContainText('Deleted 1 file for good.')
  await expect(toast(page).getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await expect(trash).toContainText('The trash is empty')
  expect(existsSync(home.at('.trash/second/completed/old/second.json'))).toBe(false)
})

/** Nothing is wrong but that two sessions broke off. */
function fillSoundly(home: TemporaryHome): void {
  fill(home)
  for (const hook of HOOKS) {
    mkdirSync(dirname(hookAt(home, hook)), { recursive: true, mode: 0o700 })
    writeFileSync(hookAt(home, hook), '#!/bin/sh\n', { mode: 0o700 })
  }
  closeTree(home)
}

test('an issue is snoozed and woken, and what sleeps is not counted', async ({ page, home, startApp }) => {
  fillSoundly(home)
  const app = await startApp()
  await page.goto(`${app.url}/recovery`)
  const issues = page.getByRole('region', { name: 'Issues' })
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('1 kind of issue, to be mended here.')
  const opener = issues.getByRole('button', { name: 'Snooze… Incomplete sessions' })
  await opener.focus()
  await page.keyboard.press('Enter')
  await expect(opener).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await expect(opener).toBeFocused()
  await expect(opener).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('Enter')
  const choices = issues.getByRole('group', { name: 'Snooze Incomplete sessions for' })
  await expect(choices.getByRole('button')).toHaveText(['1 h', '1 day', '1 week'])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(issues.getByRole('status')).toHaveText(/^Incomplete sessions: snoozed until \d{4}-/)
  await expect(issues.getByRole('status')).toBeFocused()
  await expect(heading).toHaveText('Nothing to recover.')
  await expect(issues).toContainText('No other issues')

  await page.reload()
  await expect(heading).toHaveText('Nothing to recover.')
  await issues.getByText('Snoozed: 1 issue').click()
  const item = issues.getByRole('listitem').filter({ hasText: 'Snoozed until' })
  const until = await item.getByText('Snoozed until').getByRole('time').getAttribute('datetime')
  const sleepsMs = Date.parse(until ?? '') - Date.now()
  expect(sleepsMs).toBeGreaterThan(23.9 * HOUR_MS)
  expect(sleepsMs).toBeLessThanOrEqual(24 * HOUR_MS)
  await expect(item.getByRole('button', { name: 'Recover 2 sessions… Incomplete sessions' })).toBeVisible()
  await item.getByRole('button', { name: 'Wake Incomplete sessions' }).click()
  await expect(issues.getByRole('status')).toHaveText('Incomplete sessions: no longer snoozed.')
  await expect(heading).toHaveText('1 kind of issue, to be mended here.')
  await expect(opener).toBeVisible()
  await expect(issues.getByText(/^Snoozed/)).toHaveCount(0)
})

test('a snoozed issue is back by itself when its time has come', async ({ page, home, startApp }) => {
  fillSoundly(home)
  const app = await startApp()
  await page.goto(app.url)
  const status = await page.evaluate(async () => {
    const response = await fetch('/api/issues/snooze', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'incomplete_session', untilMs: Date.now() + 5000 }),
    })
    return response.status
  })
  expect(status).toBe(200)
  await page.goto(`${app.url}/recovery`)
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('Nothing to recover.')
  await expect(heading).toHaveText('1 kind of issue, to be mended here.', { timeout: 15_000 })
})

test('a snooze that is refused says why, where it was asked for', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401/)
  fillSoundly(home)
  const app = await startApp(['--port', '0', '--require-token'])
  const added = runTrinitas(['token', 'add', '--role', 'owner', '--json', '--home', home.path])
  await page.goto((JSON.parse(added.out) as { link: string }).link)
  await expect(attention(page)).toContainText('quiet')
  await page.goto(`${app.url}/recovery`)
  const issues = page.getByRole('region', { name: 'Issues' })
  await issues.getByRole('button', { name: 'Snooze… Incomplete sessions' }).click()
  await page.context().clearCookies()
  await issues.getByRole('button', { name: '1 h', exact: true }).click()
  await expect(issues.getByRole('alert')).toContainText('token')
  await expect(issues.getByRole('button', { name: 'Recover 2 sessions… Incomplete sessions' })).toBeVisible()
})

test('all sessions of a list that are stale are cleaned up at once', async ({ page, home, startApp }) => {
  fill(home)
  home.result({ session_id: 'other', subagent_type: 'odd-one' }, { ageMs: HOUR_MS })
  const app = await startApp()
  await page.goto(`${app.url}/sessions`)
  const rows = page.getByRole('grid').getByRole('link')
  await expect(rows).toHaveCount(4)
  const button = page.getByRole('search').getByRole('button', { name: /^Clean up/ })
  await expect(button).toHaveCount(0)
  await page.getByRole('button', { name: /^Stale/ }).click()
  await expect(button).toHaveText('Clean up all 3…')
  await page.getByRole('button', { name: /^Active/ }).click()
  await expect(rows).toHaveCount(4)
  await expect(button).toHaveCount(0)
  await page.getByRole('button', { name: /^Active/ }).click()
  await page.getByRole('searchbox').fill('nothing of that name')
  await expect(page.getByText('No session matches')).toBeVisible()
  await expect(button).toHaveCount(0)
  await page.getByRole('searchbox').fill('')
  await page.getByRole('combobox', { name: 'Agent' }).selectOption('odd-one')
  await expect(button).toHaveText('Clean up 1…')
  await page.getByRole('combobox', { name: 'Agent' }).selectOption('krukai-optimizer')
  await expect(rows).toHaveCount(2)
  await expect(button).toHaveText('Clean up all 2…')
  await button.click()
  await expect(dialog(page)).toContainText('2 sessions, 4 files')
  await dialog(page).getByRole('button', { name: 'Clean up 2 sessions' }).click()
  await expect(toast(page)).toContainText('Cleaned up 2 sessions.')
  await expect(button).toHaveCount(0)
  expect(existsSync(home.at('failed/silent/silent_2.json'))).toBe(true)
  expect(readdirSync(home.at('temp')).filter((name) => name.startsWith('other'))).toHaveLength(1)
})

test('a command that names many sessions is cut to a few lines, and copied whole', async ({
  page,
  home,
  context,
  startApp,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  for (let nth = 100; nth < 300; nth += 1)
    home.result({ session_id: `session-${nth}` }, { name: `${nth}.json`, ageMs: HOUR_MS })
  const app = await startApp()
  await page.goto(`${app.url}/sessions?state=stale`)
  await page.getByRole('button', { name: 'Clean up all 200…' }).click()
  const command = dialog(page).getByText('trinitas cleanup')
  const shown = await command.boundingBox()
  expect(shown?.height).toBeLessThan(100)
  await dialog(page).getByRole('button', { name: 'Copy the command' }).click()
  await expect(dialog(page).getByRole('button', { name: 'Copy the command: copied' })).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  for (const id of ['session-100', 'session-299']) expect(copied).toContain(id)
})

test('a viewer sees everything and can change nothing', async ({ page, home, startApp, expectedErrors }) => {
  expectedErrors.push(/status of 40[13]/)
  fill(home)
  const app = await startApp(['--port', '0', '--require-token'])
  const added = JSON.parse(runTrinitas(['token', 'add', '--json', '--home', home.path]).out) as {
    link: string
  }
  await page.goto(added.link)
  await expect(attention(page)).toContainText('quiet')
  const before = snapshotTree(home.results)
  for (const path of ['/', '/sessions?state=stale', '/sessions/quiet', '/recovery']) {
    await page.goto(`${app.url}${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(
      page.getByRole('button', { name: /Clean up|Recover|Undo|Restore|Delete|Snooze|Wake/ }),
    ).toHaveCount(0)
  }
  const statuses = await page.evaluate(async () => {
    const post = async (path: string, body: unknown): Promise<number> => {
      const response = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return response.status
    }
    return [
      await post('/api/recovery/plans', { action: 'clean_up', sessions: ['quiet'], quietForMs: null }),
      await post('/api/recovery/plans/any/execute', { typed: null }),
      await post('/api/issues/snooze', { type: 'stale_session', untilMs: null }),
    ]
  })
  expect(statuses).toEqual([403, 403, 403])
  expect(snapshotTree(home.results)).toEqual(before)
})

test('the audit says who did what, filters it, and is had as a file', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await openOverview(page, app.url)
  await attention(page).getByRole('button', { name: 'Clean up quiet' }).click()
  await dialog(page).getByRole('button', { name: 'Clean up 1 session' }).click()
  await expect(toast(page)).toContainText('Cleaned up 1 session.')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Audit' }).click()
  const table = page.getByRole('table', { name: 'Audit' })
  await expect(table.getByRole('row', { name: /clean up/ }).first()).toBeVisible()
  await expect(page.getByText(/unbroken/)).toBeVisible()
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'Refused' })
  await expect(page.getByText('No entry matches')).toBeVisible()
  await expect(page).toHaveURL(/outcome=refused/)
  await page.getByRole('link', { name: 'Clear all filters' }).click()
  await expect(page.getByRole('combobox', { name: 'Outcome' })).toHaveValue('')
  await page.getByRole('combobox', { name: 'Action' }).selectOption({ label: 'clean up' })
  await expect(page).toHaveURL(/action=clean_up/)
  await expect(table.getByRole('row', { name: /clean up/ }).first()).toBeVisible()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export as CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^trinitas-audit-\d{4}-\d\d-\d\d\.csv$/)
  const [head, ...rows] = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(head).toBe('seq,time,user,action,outcome,detail')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(row).toContain(',clean_up,')
})

for (const look of LOOKS) {
  test(`what changes something is accessible (${look})`, async ({ page, home, startApp }, testInfo) => {
    fill(home)
    home.write('.trash/older/completed/old/a.json', '{}', { ageMs: HOUR_MS })
    home.write('completed/broken/a.json', '{"session_id": "broken"', { ageMs: HOUR_MS })
    const picture = (name: string) =>
      page.screenshot({ path: testInfo.outputPath(`${name}-${look}.png`), animations: 'disabled' })
    await putOn(page, look)
    const app = await startApp()
    await openOverview(page, app.url)
    await picture('overview')
    await attention(page).getByRole('button', { name: 'Clean up quiet' }).click()
    await expect(dialog(page)).toContainText('This can be undone')
    await expectAccessible(page)
    await picture('dialog')
    await dialog(page).getByRole('button', { name: 'Clean up 1 session' }).click()
    await expect(toast(page)).toContainText('Cleaned up 1 session.')
    await expectAccessible(page)
    await picture('toast')
    await page.goto(`${app.url}/sessions?state=stale`)
    await expect(page.getByRole('button', { name: 'Clean up 1…' })).toBeVisible()
    await expectAccessible(page)
    await picture('bulk')
    await page.goto(`${app.url}/recovery`)
    await expect(page.getByRole('region', { name: 'History' })).toContainText('Cleaned up 1 session')
    await picture('recovery')
    const issues = page.getByRole('region', { name: 'Issues' })
    await issues.getByRole('button', { name: 'Snooze… Incomplete sessions' }).click()
    await issues.getByRole('button', { name: '1 week' }).click()
    await issues.getByRole('button', { name: 'Snooze… Corrupted files' }).click()
    await expect(issues.getByRole('group', { name: 'Snooze Corrupted files for' })).toBeVisible()
    const closed = page.locator('main details:not([open]) > summary')
    while ((await closed.count()) > 0) await closed.first().click()
    await expectAccessible(page)
    await page.getByRole('region', { name: 'History' }).scrollIntoViewIfNeeded()
    await picture('report')
    await page.getByRole('button', { name: 'Delete for good: older' }).click()
    await expect(dialog(page)).toContainText('This cannot be undone')
    await expectAccessible(page)
    await picture('purge')
    await page.goto(`${app.url}/audit`)
    await expect(page.getByRole('table', { name: 'Audit' })).toBeVisible()
    await expectAccessible(page)
    await picture('audit')
  })
}
