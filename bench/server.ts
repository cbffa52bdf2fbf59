import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { StartedServer } from '#lib/testing/start-server.ts'
import { type Measure, median, p95, round } from './measure.ts'

const QUERIES = [
  'state=failed&text=vector&sort=duration&direction=desc&limit=100',
  'agent=krukai-optimizer&sort=size&direction=asc&limit=100',
  'text=2026&sort=started&direction=asc&limit=100',
  'state=completed,failed&integrated=no&sort=errors&direction=desc&limit=100',
] as const
const REQUESTS = 400

/** A filtered, sorted page of sessions, as a browser asks for it. */
export async function measureQueries({ url }: StartedServer): Promise<Measure> {
  const times: number[] = []
  for (let at = 0; at < REQUESTS; at += 1) {
    const startedMs = performance.now()
    const response = await fetch(`${url}/api/sessions?${QUERIES[at % QUERIES.length]}`)
    await response.json()
    times.push(performance.now() - startedMs)
  }
  const detail = `p50 ${round(median(times))} ms over ${REQUESTS} requests of ${QUERIES.length} kinds`
  return { name: 'A filtered, sorted page, p95', value: p95(times), limit: 30, unit: 'ms', detail }
}

/** Resident memory once pages were looked at. */
export async function measureMemory({ url, child }: StartedServer): Promise<Measure> {
  for (let at = 0; at < 20; at += 1) {
    for (const path of ['/', '/sessions']) await (await fetch(url + path)).text()
  }
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const read = (field: string): number =>
    Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
  const detail = `after 40 pages and ${REQUESTS} queries; ${round(read('VmHWM'))} MB at its highest`
  return { name: 'Resident memory of the server', value: read('VmRSS'), limit: 350, unit: 'MB', detail }
}

/** What a browser loads before a page is alive; the `noModule` script is for browsers that none of this runs in. */
export async function measureScripts({ url }: StartedServer, path: string): Promise<Measure> {
  const html = await (await fetch(url + path)).text()
  const tags = [...new Set(html.match(/<script[^>]* src="[^"]+"[^>]*>/g))]
  const sizes = await Promise.all(
    tags.map(async (tag) => ({ modern: !/nomodule/i.test(tag), sizeBytes: await gzipSize(url, tag) })),
  )
  const total = (some: typeof sizes): number => some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1000
  const modern = total(sizes.filter((script) => script.modern))
  const detail = `gzip, ${tags.length} scripts; ${round(total(sizes))} KB with the one for browsers without modules`
  return { name: `First-load script of ${path}`, value: modern, limit: 200, unit: 'KB', detail }
}

async function gzipSize(url: string, tag: string): Promise<number> {
  const source = / src="([^"]+)"/.exec(tag)?.[1] ?? ''
  const response = await fetch(new URL(source.replaceAll('&amp;', '&'), url))
  return gzipSync(await response.bytes()).length
}
