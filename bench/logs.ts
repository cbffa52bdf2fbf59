import { closeSync, openSync, truncateSync, writeSync } from 'node:fs'
import { type Browser, chromium } from '@playwright/test'
import { startServer } from '#lib/testing/start-server.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { logLines, writeLog } from '#lib/testing/write-log.ts'
import { type Measure, median, p95, round } from './measure.ts'

const GIB = 1024 ** 3
const OPENINGS = 10

/**
 * From asking for a log of a gigabyte to its last line in view, while its lines are being counted. A short log is opened
 * first: what a server and a browser load once for all logs is not what is measured.
 */
export async function measureLog(executablePath: string): Promise<Measure> {
  using home = temporaryHome('trinitas-bench-')
  writeLarge(home.path)
  writeLog(home.path, 'short.log', `${logLines(1000).join('\n')}\n`)
  const browser = await chromium.launch({ executablePath })
  try {
    const times: number[] = []
    const short: number[] = []
    // A server that has counted the lines would only be asked how many there are.
    for (let nth = 0; nth < OPENINGS; nth += 1) {
      const opened = await openOnce(home.path, browser)
      short.push(opened.shortMs)
      times.push(opened.largeMs)
    }
    const detail = `p50 ${round(median(times))} ms over ${OPENINGS} servers, each begins to count its lines then; a short log, the first that a server shows, p50 ${round(median(short))} ms`
    return {
      name: 'A log of 1 GB opens in the browser, p95',
      value: round(p95(times)),
      limit: 1000,
      unit: 'ms',
      detail,
    }
  } finally {
    await browser.close()
  }
}

async function openOnce(home: string, browser: Browser): Promise<{ shortMs: number; largeMs: number }> {
  await using server = await startServer(['--home', home, '--port', '0'])
  const page = await browser.newPage()
  const open = async (name: string): Promise<number> => {
    const startedMs = performance.now()
    await page.goto(`${server.url}/logs?file=${name}`)
    await page.getByRole('row').filter({ hasText: 'Line 999 failed' }).waitFor()
    return performance.now() - startedMs
  }
  try {
    return { shortMs: await open('short.log'), largeMs: await open('x.log') }
  } finally {
    await page.close()
  }
}

/** Takes no room on disk but for its end. */
function writeLarge(home: string): void {
  const path = writeLog(home, 'x.log', '')
  truncateSync(path, GIB)
  const descriptor = openSync(path, 'a')
  writeSync(descriptor, `\n${logLines(1000).join('\n')}\n`)
  closeSync(descriptor)
}
