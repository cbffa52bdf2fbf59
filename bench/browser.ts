import { renameSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { hookName, hookResult, hookText } from '#lib/testing/hook-files.ts'
import type { StartedServer } from '#lib/testing/start-server.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { type Measure, median, p95, round } from './measure.ts'

const RESULTS = 1000
const INTERVAL_MS = 20
/** Each result is the first of a session of its own, or joins one of the latest. */
const SESSIONS_OPEN = 10

/** From the rename of a result to its row on the page, with all sessions loaded and 50 results a second arriving. */
export async function measureArrival(
  server: StartedServer,
  home: TemporaryHome,
  executablePath: string,
): Promise<Measure[]> {
  const browser = await chromium.launch({ executablePath })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${server.url}/sessions`)
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor()
    const scroll = await measureScroll(page)
    await loadAll(page)
    return [await measureRows(page, home), scroll]
  } finally {
    await browser.close()
  }
}

async function loadAll(page: Page): Promise<void> {
  const grid = page.getByRole('grid')
  await grid.focus()
  await page.keyboard.press('End')
  await page.getByRole('row', { selected: true }).getByRole('link').waitFor()
  await page.keyboard.press('Home')
  await page.locator('[aria-rowindex="2"]').waitFor()
}

async function measureRows(page: Page, home: TemporaryHome): Promise<Measure> {
  await page.evaluate(watchRows)
  const renamedAtMs = new Map<string, number>()
  const startedMs = performance.now()
  for (let at = 0; at < RESULTS; at += 1) {
    const session = `bench-${Math.floor(at / SESSIONS_OPEN) * SESSIONS_OPEN + ((at * 7) % SESSIONS_OPEN)}`
    const result = hookResult({ session_id: session, subagent_type: `agent-${at}` }, Date.now())
    const name = hookName(result, Date.now())
    writeFileSync(`${home.path}/${name}`, hookText(result))
    renamedAtMs.set(session, Date.now())
    renameSync(`${home.path}/${name}`, home.at(`temp/${name}`))
    await wait(Math.max(0, startedMs + (at + 1) * INTERVAL_MS - performance.now()))
  }
  await page.waitForFunction((count) => Object.keys(window.seenAtMs).length >= count, renamedAtMs.size)
  const seenAtMs = await page.evaluate(() => window.seenAtMs)
  const delays = [...renamedAtMs].map(([session, atMs]) => (seenAtMs[session] ?? Number.NaN) - atMs)
  const detail = `p50 ${round(median(delays))} ms over ${delays.length} sessions, ${1000 / INTERVAL_MS} results a second`
  return {
    name: 'From rename to the row in the browser, p95',
    value: p95(delays),
    limit: 250,
    unit: 'ms',
    detail,
  }
}

declare global {
  interface Window {
    seenAtMs: Record<string, number>
    longTasksMs: number[]
  }
}

/** Runs in the page: notes when the row of each session of this bench was first there. */
function watchRows(): void {
  window.seenAtMs = {}
  const look = (): void => {
    for (const link of document.querySelectorAll('[role=grid] a')) {
      const id = link.textContent ?? ''
      if (id.startsWith('bench-')) window.seenAtMs[id] ??= Date.now()
    }
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
}

/** The longest task while somebody scrolls from the top through all sessions, which are loaded on the way. */
async function measureScroll(page: Page): Promise<Measure> {
  await page.evaluate(() => {
    window.longTasksMs = []
    new PerformanceObserver((list) =>
      window.longTasksMs.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: 'longtask' })
  })
  await page.getByRole('grid').hover()
  const height = await page.getByRole('grid').evaluate((grid) => grid.scrollHeight)
  let scrolled = 0
  for (; scrolled < height; scrolled += 2000) {
    await page.mouse.wheel(0, 2000)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  const tasks = await page.evaluate(() => window.longTasksMs)
  // Tasks under 50 ms are not reported: where there is none, 50 is what is known.
  const longest = Math.max(0, ...tasks)
  const detail = `${tasks.length} tasks over 50 ms in ${Math.round(scrolled / 36)} rows (0 means none)`
  return { name: 'Longest task while scrolling', value: longest, limit: 50, unit: 'ms', detail }
}
