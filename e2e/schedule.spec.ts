import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { missedSlot } from '#lib/testing/missed-slot.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { DAY_MS, HOUR_MS } from './homes.ts'
import { dialog, expectAccessible, heading, LOOKS, putOn, retention, tabTo } from './page-parts.ts'

const jobs = (page: Page) => page.getByRole('region', { name: 'Schedule' })
const job = (page: Page, name: string) =>
  jobs(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })

/** A session that ended eight days ago and was integrated, and one that went quiet six hours ago. */
function fill(home: TemporaryHome): void {
  home.result({ session_id: 'past' }, { directory: 'completed/past', name: 'past.json', ageMs: 8 * DAY_MS })
  home.write('integrated/past_integrated.json', '{"session_id": "past"}', { ageMs: 8 * DAY_MS })
  home.result({ session_id: 'quiet' }, { name: 'quiet.json', ageMs: 6 * HOUR_MS })
}

function configure({ path }: TemporaryHome, schedule: unknown): void {
  mkdirSync(join(path, 'monitor'), { recursive: true, mode: 0o700 })
  writeFileSync(join(path, 'monitor', 'config.jsonc'), JSON.stringify({ schedule }))
}

test('a job shows what it would do, runs now, and says how that went', async ({ page, home, startApp }) => {
  fill(home)
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  const cleanUp = job(page, 'Clean-up')
  await expect(cleanUp).toContainText('Does not run by itself')
  await expect(cleanUp).toContainText('Has not run yet')
  await expect(cleanUp.getByRole('switch', { name: 'Clean-up runs by itself' })).not.toBeChecked()
  await tabTo(page, 'Run now… Clean-up')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByRole('region', { name: 'Clean up 1 session' })).toContainText('quiet')
  await expect(dialog(page).getByRole('region', { name: 'Free space: 2 files' })).toContainText('past')
  await expect(dialog(page)).toContainText('This can be undone.')
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
  expect(readdirSync(home.at('completed'))).toEqual(['past'])
  await dialog(page).getByRole('button', { name: 'Run now', exact: true }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(cleanUp).toContainText(/Done.*by hand.*Clean up: 1 file/, { timeout: 30_000 })
  expect(readdirSync(home.at('completed'))).toEqual([])
  expect(readdirSync(home.at('failed'))).toEqual(['quiet'])
  await cleanUp.getByRole('link', { name: 'See operation 1' }).click()
  await expect(page).toHaveURL(/\/recovery#operation-/)
  await page.goto(`${app.url}/audit`)
  await expect(page.getByRole('row', { name: /scheduled clean-up/ })).toHaveCount(2)
})

test('a run that was missed is caught up by the dashboard, and its report can be seen', async ({
  page,
  home,
  startApp,
}) => {
  missedSlot(home, 'health_check')
  const app = await startApp()
  await page.goto(`${app.url}/settings`)
  const check = job(page, 'Health check')
  await expect(check).toContainText(/Next run: \d{4}-/)
  await expect(check.getByRole('switch')).toBeChecked()
  await expect(check).toContainText(/Done.*by the dashboard/, { timeout: 30_000 })
  await check.getByRole('link', { name: 'See the report' }).click()
  await expect(page.getByRole('heading', { name: /^health_report_.*\.txt$/ })).toBeVisible()
  expect(runTrinitas(['schedule', 'run', 'health_check', '--home', home.path]).out).toContain(
    'It ran already',
  )
})

test('the first clean-up is announced with what it would remove', async ({
  page,
  home,
  startApp,
}, testInfo) => {
  fill(home)
  configure(home, { clean_up: { enabled: true, cron: '0 2 * * *' } })
  const app = await startApp()
  await page.goto(app.url)
  const notice = page.getByRole('note', { name: 'First clean-up' })
  await expect(notice).toContainText(/The first clean-up by itself is at .* 02:00:00\./)
  await expect(notice).toContainText(/A run would move 2 files, .* to the trash\./)
  await expectAccessible(page)
  await page.screenshot({ path: testInfo.outputPath('first-clean-up.png') })
  await notice.getByRole('link', { name: 'See what it would remove' }).click()
  await expect(retention(page)).toContainText(/The run on \d{4}-\d\d-\d\d at 02:00 moves 2 files/)
  await expect(retention(page)).toContainText('It is the first that runs by itself.')
})

test('a job cannot be run by a viewer', async ({ page, home, startApp, expectedErrors }) => {
  expectedErrors.push(/status of 403/)
  const app = await startApp(['--port', '0', '--require-token'])
  const added = runTrinitas(['token', 'add', '--json', '--home', home.path])
  await page.goto((JSON.parse(added.out) as { link: string }).link)
  await expect(heading(page)).toBeVisible()
  await page.goto(`${app.url}/settings`)
  await expect(job(page, 'Clean-up')).toContainText('Off')
  await expect(jobs(page).getByRole('button')).toHaveCount(0)
  const status = await page.evaluate(async () => {
    const response = await fetch('/api/schedule/clean_up/run', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ confirm: true }),
    })
    return response.status
  })
  expect(status).toBe(403)
})

for (const look of LOOKS)
  test(`the schedule and its dialog are accessible (${look})`, async ({ page, home, startApp }, testInfo) => {
    fill(home)
    configure(home, { clean_up: { enabled: true, cron: '0 2 * * *' } })
    expect(runTrinitas(['schedule', 'run', 'auto_recovery', '--home', home.path]).code).toBe(0)
    await putOn(page, look)
    const app = await startApp()
    await page.goto(`${app.url}/settings`)
    await expect(job(page, 'Automatic recovery')).toContainText('Done')
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`schedule-${look}.png`), fullPage: true })
    await job(page, 'Clean-up').getByRole('button').click()
    await expect(dialog(page)).toContainText('This can be undone.')
    await expectAccessible(page)
    await page.screenshot({ path: testInfo.outputPath(`run-now-${look}.png`) })
  })
