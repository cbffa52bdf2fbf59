import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'
import { HOUR_MS } from './homes.ts'
import { expectAccessible, LOOKS, putOn } from './page-parts.ts'

const HOSTILE = '</script><script>document.title = "owned"</script><!-- \u202e'

/** Results of the last day, some of them failures, one agent with a name that would break out of a page. */
function fill(home: TemporaryHome): void {
  for (let at = 0; at < 24; at += 1)
    home.result(
      {
        session_id: `s${at % 6}`,
        subagent_type: at % 5 === 0 ? HOSTILE : `agent-${at % 3}`,
        execution_time_ms: 1000 * (at + 1),
        ...(at % 4 === 0
          ? { status: at % 8 === 0 ? 'timeout' : 'error', error: `No answer ${HOSTILE}` }
          : {}),
      },
      { directory: `completed/s${at % 6}`, name: `${at}.json`, ageMs: at * HOUR_MS + 60_000 },
    )
}

test.beforeEach(({ home }) => fill(home))

const menu = (page: Page) => page.getByRole('button', { name: 'Export Errors' })

async function save(
  page: Page,
  role: 'link' | 'button',
  name: string,
): Promise<{ name: string; bytes: Buffer }> {
  await menu(page).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole(role, { name }).click(),
  ])
  await expect(page.getByRole(role, { name })).toBeHidden()
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('a chart is kept as SVG, PNG and CSV from its menu, within the policy of the page', async ({
  page,
  startApp,
}) => {
  const { url } = await startApp()
  await page.goto(`${url}/performance`)
  await expect(page.getByText('24', { exact: true }).first()).toBeVisible()
  const svg = await save(page, 'link', 'Download SVG')
  expect(svg.name).toMatch(/^trinitas-errors-\d{4}-\d\d-\d\d\.svg$/)
  expect(svg.bytes.toString()).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 840 /)
  const csv = await save(page, 'link', 'Download CSV')
  expect(csv.name).toMatch(/^trinitas-errors-\d{4}-\d\d-\d\d\.csv$/)
  expect(csv.bytes.toString()).toMatch(/^time,errors,timeouts,interrupted\r\n/)
  const png = await save(page, 'button', 'Download PNG')
  expect(png.name).toBe('trinitas-errors.png')
  const picture = await readPicture(page, png.bytes)
  const height = Number(/viewBox="0 0 840 (\d+)"/.exec(svg.bytes.toString())?.[1])
  expect([picture.width, picture.height]).toEqual([1680, height * 2])
  // White paper, text, a grid, and the bars of a timeout at least.
  expect(picture.colors).toEqual(expect.arrayContaining(['255,255,255,255', '198,82,0,255']))
})

/** What a browser sees in a picture. */
function readPicture(
  page: Page,
  bytes: Buffer,
): Promise<{ width: number; height: number; colors: string[] }> {
  return page.evaluate(
    async (src) => {
      const image = new Image()
      image.src = src
      await image.decode()
      const { naturalWidth: width, naturalHeight: height } = image
      const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')
      if (!context) throw new Error('There is no canvas.')
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, width, height)
      const colors = new Set<string>()
      for (let at = 0; at < data.length; at += 4) colors.add(data.slice(at, at + 4).join(','))
      return { width, height, colors: [...colors] }
    },
    `data:image/png;base64,${bytes.toString('base64')}`,
  )
}

test('the menu is reached by keyboard, closes by Escape and elsewhere, and says when there is no server', async ({
  page,
  startApp,
  expectedErrors,
}) => {
  const server = await startApp()
  await page.goto(`${server.url}/performance`)
  await expect(page.getByText('24', { exact: true }).first()).toBeVisible()
  await menu(page).focus()
  await page.keyboard.press('Enter')
  await expect(menu(page)).toHaveAttribute('aria-expanded', 'true')
  await expectAccessible(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Download SVG' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(menu(page)).toBeFocused()
  await expect(menu(page)).toHaveAttribute('aria-expanded', 'false')
  await menu(page).click()
  await page.getByRole('heading', { level: 1 }).click()
  await expect(page.getByRole('link', { name: 'Download SVG' })).toBeHidden()
  await menu(page).click()
  expectedErrors.push(
    /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to load/,
  )
  await server.end('SIGKILL')
  await page.getByRole('button', { name: 'Download PNG' }).click()
  await expect(page.getByText('The server cannot be reached.')).toBeVisible()
})

/** A snapshot that was downloaded, as somebody finds it in their mail. */
async function snapshot(page: Page, home: TemporaryHome, url: string): Promise<string> {
  await page.goto(url)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), {
        href: '/api/metrics/snapshot?within=24h&show=errors',
      })
      link.click()
    }),
  ])
  expect(download.suggestedFilename()).toMatch(/^trinitas-metrics-\d{4}-\d\d-\d\d\.html$/)
  const file = join(home.path, 'snapshot.html')
  writeFileSync(file, readFileSync(await download.path()))
  return pathToFileURL(file).href
}

test('a snapshot opens from a file, asks for nothing, runs nothing and is for everybody to read', async ({
  page,
  home,
  startApp,
}) => {
  const { url } = await startApp()
  const file = await snapshot(page, home, url)
  // What the dashboard still asks for is not the snapshot's.
  await page.goto('about:blank')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  for (const look of LOOKS) {
    await putOn(page, look)
    await page.goto(file)
    await expect(page).toHaveTitle('Trinitas metrics')
    await expect(page.getByRole('img', { name: /^Execution time, average\./ })).toBeVisible()
    await page.getByRole('region', { name: 'Errors', exact: true }).getByText('Numbers').click()
    await expect(page.getByRole('region', { name: 'Numbers of Errors' })).toBeVisible()
    await expectAccessible(page)
  }
  expect(asked).toEqual([file, file, file])
})

test('a snapshot needs no script', async ({ browser, page, home, startApp }) => {
  const { url } = await startApp()
  const file = await snapshot(page, home, url)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(file)
  await expect(plain.getByRole('img', { name: /^Success rate\./ })).toBeVisible()
  await expect(
    plain.getByRole('region', { name: 'Agents' }).getByRole('cell', { name: 'agent-1' }),
  ).toBeVisible()
  await expect(plain.getByRole('definition').filter({ hasText: /^24$/ })).toBeVisible()
  await context.close()
})
