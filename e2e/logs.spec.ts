import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { LOG_START_MS, logLines, writeLog } from '#lib/testing/write-log.ts'
import { expect, test } from './fixtures.ts'
import { expectAccessible, LOOKS, putOn } from './page-parts.ts'

const SESSION = '20261123_200340_22ebb627'

const grid = (page: Page, name = 'x.log') => page.getByRole('grid', { name: `Lines of ${name}` })
const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
const files = (page: Page) => page.getByRole('navigation', { name: 'Logs', exact: true })

test('shows the end of a log, older lines when one scrolls up, and links to the sessions there are', async ({
  home,
  startApp,
  page,
}) => {
  home.result({ session_id: SESSION })
  writeLog(home.path, 'x.log', `${logLines(2000).join('\n')}\n`)
  const { url } = await startApp()
  await page.goto(url)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Logs' }).click()
  await expect(row(page, 'Line 1999 failed')).toBeInViewport()
  await expect(files(page).getByText('2,400 lines')).toBeVisible()
  await expect(page.getByText('[time] [LEVEL] text')).toBeVisible()

  await grid(page).hover()
  await page.mouse.wheel(0, -3000)
  await expect(page.getByRole('button', { name: 'Live' })).toHaveAttribute('aria-pressed', 'false')
  await expect(async () => {
    await page.mouse.wheel(0, -20_000)
    await expect(row(page, 'Line 0 of session')).toBeInViewport({ timeout: 100 })
  }).toPass()
  await row(page, 'Line 0 of session').getByRole('link', { name: SESSION }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(SESSION)
})

test('follows what is written, says what happens to the file, and stands still once one scrolls up', async ({
  home,
  startApp,
  page,
}) => {
  const path = writeLog(home.path, 'x.log', `${logLines(300).join('\n')}\n`)
  const { url } = await startApp()
  await page.goto(`${url}/logs`)
  await expect(row(page, 'Line 299 failed')).toBeInViewport()
  appendFileSync(path, '[2026-11-23T13:00:00Z] [WARNING] something new\n')
  await expect(row(page, 'something new')).toBeInViewport()
  await expect(row(page, 'something new')).toContainText('Warning')

  truncateSync(path)
  await expect(page.getByText('The log was emptied.')).toBeVisible()
  appendFileSync(path, 'after that\n')
  await expect(row(page, 'after that')).toBeInViewport()
  renameSync(path, `${path}.1`)
  await expect(page.getByText('The log is gone')).toBeVisible()
  appendFileSync(path, `${logLines(200).join('\n')}\n`)
  await expect(page.getByText('Another file has the name')).toBeVisible()
  await expect(row(page, 'Line 199 failed')).toBeInViewport()

  await grid(page).hover()
  await page.mouse.wheel(0, -1000)
  const live = page.getByRole('button', { name: 'Live' })
  await expect(live).toHaveAttribute('aria-pressed', 'false')
  appendFileSync(path, 'unseen\n')
  await live.click()
  await expect(row(page, 'unseen')).toBeInViewport()
})

test('filters by level, text and pattern, marks matches, and keeps all of it in the URL', async ({
  home,
  startApp,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/400 \(Bad Request\)/)
  const path = writeLog(home.path, 'x.log', `${logLines(2000).join('\n')}\n`)
  const { url } = await startApp()
  await page.goto(`${url}/logs`)
  await page.getByRole('button', { name: 'Error', exact: true }).click()
  await expect(row(page, '[INFO]')).toHaveCount(0)
  await expect(row(page, 'Line 1999 failed')).toBeInViewport()
  await expect(row(page, 'File "x.py", line 1999')).toBeVisible()

  await page.keyboard.press('/')
  await page.keyboard.type('LINE 1009')
  await expect(row(page, 'Line 1009 failed').locator('mark')).toHaveText('Line 1009')
  await expect(page).toHaveURL(/level=error/)
  await page.reload()
  await expect(row(page, 'Line 1009 failed')).toBeVisible()
  await expect(row(page, 'Line 1999')).toHaveCount(0)

  await page.getByRole('combobox', { name: 'Lines around' }).selectOption('2 lines around')
  await expect(row(page, 'Line 1008 of session')).toBeVisible()
  await row(page, 'Line 1009 failed').click()
  await page.getByRole('button', { name: 'Show around it' }).click()
  await expect(row(page, 'Line 1005 of session')).toBeInViewport()
  await expect(page).toHaveURL(/at=\d+/)

  await page.getByRole('button', { name: 'Pattern' }).click()
  await page.getByRole('searchbox', { name: 'Search by pattern' }).fill('Line 1[0-2]{3} of')
  await expect(row(page, 'Line 1222 of')).toBeInViewport()
  await page.getByRole('searchbox').fill('(?=x)')
  await expect(page.getByText('not one of RE2')).toBeVisible()
  await page.getByRole('searchbox').fill('nowhere')
  await expect(page.getByText('No line matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(row(page, 'Line 1005 of session')).toBeInViewport()

  // What is filtered is followed too.
  await page.goto(`${url}/logs?level=err`)
  await expect(row(page, 'Line 1999 failed')).toBeInViewport()
  appendFileSync(path, '[2026-11-23T13:00:00Z] [INFO] not this\n[2026-11-23T13:00:00Z] [ERROR] but this\n')
  await expect(row(page, 'but this')).toBeInViewport()
  await expect(row(page, 'not this')).toHaveCount(0)
})

test('goes to a time, wraps, copies and downloads, by keyboard alone', async ({
  home,
  startApp,
  page,
  context,
  expectedErrors,
}) => {
  expectedErrors.push(/404 \(Not Found\)/)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const path = writeLog(home.path, 'x.log', `${logLines(5000).join('\n')}\n${'long '.repeat(2000)}end\n`)
  const { url } = await startApp()
  await page.goto(`${url}/logs`)
  await expect(row(page, 'long long')).toBeVisible()
  const at = new Date(LOG_START_MS + 2_000_000 - new Date(LOG_START_MS).getTimezoneOffset() * 60_000)
  await page.getByLabel('Time to go to').fill(at.toISOString().slice(0, 19))
  await page.getByLabel('Time to go to').press('Enter')
  await expect(row(page, 'Line 2000 of')).toBeInViewport()

  await page.getByRole('button', { name: 'Live' }).press('Enter')
  await expect(row(page, 'long long')).toBeInViewport()
  await page.getByRole('button', { name: 'Wrap' }).press('Enter')
  await grid(page).focus()
  await page.keyboard.press('End')
  const whole = page.getByRole('button', { name: 'Copy line' })
  await whole.press('Enter')
  await expect(page.getByRole('button', { name: 'Copy line: copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${'long '.repeat(2000)}end`)
  await grid(page).focus()
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(page.getByRole('toolbar', { name: 'Chosen lines' })).toContainText('3 lines')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).press('Enter'),
  ])
  expect(download.suggestedFilename()).toBe('x.log')
  expect(readFileSync(await download.path(), 'utf8')).toBe(readFileSync(path, 'utf8'))

  rmSync(path)
  await page.goto(`${url}/logs?file=x.log`)
  await expect(page.getByText('This log cannot be shown')).toBeVisible()
})

test('says where lines of a flood are missing, and reads them there', async ({ home, startApp, page }, {
  outputDir,
}) => {
  const path = writeLog(home.path, 'x.log', 'before the flood\n')
  const { url } = await startApp()
  await page.goto(`${url}/logs?file=x.log`)
  await expect(row(page, 'before the flood')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Live' })).toHaveAttribute('aria-pressed', 'true')
  const flood = Array.from({ length: 1500 }, (_, at) => `flood ${at}`)
  appendFileSync(path, `${flood.join('\n')}\n`)
  await expect(row(page, 'flood 1499')).toBeInViewport()
  await grid(page).focus()
  await page.keyboard.press('Home')
  const gap = page.getByRole('button', { name: /^Load: [\d,]+ lines skipped here$/ })
  await expect(gap).toBeVisible()
  await expect(row(page, /^flood 0$/)).toHaveCount(0)
  await page.screenshot({ path: `${outputDir}/gap.png` })
  await expectAccessible(page)
  await gap.first().press('Enter')
  await expect(row(page, /flood 0$/)).toBeVisible()
  while ((await gap.count()) > 0) {
    const said = await gap.first().getAttribute('aria-label')
    await gap.first().press('Enter')
    await expect(page.getByRole('button', { name: said ?? '', exact: true })).toHaveCount(0)
    await grid(page).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Home')
    await grid(page).evaluate((node) => node.scrollTo(0, 400 * 20))
  }
})

test('says that there are no logs, and shows one as soon as it is written', async ({
  home,
  startApp,
  page,
}) => {
  const { url } = await startApp()
  await page.goto(`${url}/logs`)
  await expect(page.getByText('No logs yet')).toBeVisible()
  await expectAccessible(page)
  writeLog(home.path, 'x.log', '')
  await expect(page.getByText('Nothing is written here yet')).toBeVisible({ timeout: 15_000 })
})

test('searches on where somebody wants that, and asks for more where long lines leave room', async ({
  home,
  startApp,
  page,
}) => {
  const rows = Array.from({ length: 600 }, (_, at) => `[2026-11-23 12:00:00] [INFO] needle ${at}`)
  writeLog(home.path, 'x.log', `${rows.join('\n')}\n`)
  writeLog(home.path, 'long.log', `first\n${'x'.repeat(2_000_000)}\nlast\n`)
  const { url } = await startApp()
  await page.goto(`${url}/logs?file=x.log&text=needle`)
  await expect(row(page, 'needle 599')).toBeInViewport()
  await page.getByRole('button', { name: 'Search on' }).click()
  await expect(page.getByRole('button', { name: 'Search on' })).toHaveCount(0)
  await expect(page.getByRole('progressbar', { name: 'Searched' })).toHaveCount(0)
  await grid(page).focus()
  await page.keyboard.press('Home')
  await expect(row(page, 'needle 0')).toBeInViewport()
  await page.goto(`${url}/logs?file=long.log`)
  await expect(row(page, 'first')).toBeInViewport()
  await expect(row(page, 'xxx')).toContainText('2.0 MB')
})

test('says what of a log could not be read or looked through', async ({ home, startApp, page }) => {
  writeLog(home.path, 'x.gz', Buffer.concat([gzipSync(logLines(300).join('\n')), Buffer.from('garbage')]))
  writeLog(home.path, 'long.log', `${'x'.repeat(2_000_000)}\n`)
  const { url } = await startApp()
  await page.goto(`${url}/logs?file=x.gz`)
  await expect(row(page, 'Line 299 failed')).toBeInViewport()
  await expect(page.getByText('What comes behind the last line is no gzip data')).toBeVisible()
  await page.goto(`${url}/logs?file=long.log&text=z%2B&pattern=true`)
  await expect(page.getByText('Not all of the log could be looked through.')).toBeVisible()
  await expect(page.getByText('1 line of more than 1 MB')).toBeVisible()
  await page.goto(`${url}/logs?file=long.log&text=z`)
  await expect(page.getByText('The whole log was looked through.')).toBeVisible()
})

for (const look of LOOKS)
  test(`is accessible, and fits: ${look}`, async ({ home, startApp, page }, { outputDir }) => {
    writeLog(home.path, 'session_monitor.log', `${logLines(400).join('\n')}\n`)
    writeLog(
      home.path,
      'errors.log',
      '{"time":"2026-11-23T12:00:00Z","level":"error","msg":"broken"}\n\u001b[31mred\u001b[0m\u0000\u202etext\n',
    )
    const { url } = await startApp()
    await putOn(page, look)
    await page.goto(`${url}/logs?file=session_monitor.log&text=failed&context=2`)
    await expect(row(page, 'Line 399 failed')).toBeInViewport()
    await expectAccessible(page)
    await page.screenshot({ path: `${outputDir}/logs-${look}.png` })
    await page.goto(`${url}/logs?file=errors.log&wrap=true`)
    await expect(row(page, 'red\\u{0}\\u{202e}text')).toBeVisible()
    await expectAccessible(page)
  })
