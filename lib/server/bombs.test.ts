import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { startServer } from '#lib/testing/start-server.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

/** 400 MB, as the kernel counts: in KiB. */
const MEMORY_LIMIT_KB = 390_625
/** How long another page may wait while a bomb is looked at. */
const PATIENCE_MS = 5000
/** Just under the size beyond which a file is read at its ends alone. */
const SIZE = 31_000_000

const fill = (unit: string, size = SIZE): string => unit.repeat(Math.floor(size / unit.length))
const numbered = (unit: (n: number) => string, size = SIZE): string => {
  const parts: string[] = []
  for (let length = 0, n = 0; length < size; n += 1) length += parts[parts.push(unit(n)) - 1]?.length ?? 0
  return parts.join('')
}

/** What stands as the result in a file, and how large that makes it in memory where nobody looks after it. */
const BOMBS: Record<string, string> = {
  'empty arrays': `[${fill('[],')}0]`,
  'empty objects': `[${fill('{},')}0]`,
  'small numbers': `[${fill('1,')}1]`,
  'arrays in arrays': fill('['),
  'objects in objects': fill('{"a":'),
  'whole arrays in arrays': fill('[', SIZE / 2) + fill(']', SIZE / 2),
  'as many keys': `{${numbered((n) => `"k${n}":0,`)}"z":0}`,
  'the same key': `{${fill('"__proto__":{},')}"z":0}`,
  'escaped text': `"${fill('\\u0000')}"`,
  'quotes in Markdown': `"${fill('>', 1_000_000)}"`,
  'brackets in Markdown': `"${fill('[a](', 1_000_000)}"`,
  'stars in Markdown': `"${fill('*a_ ', 1_000_000)}"`,
}

const FIELDS = ['subagent_type', 'status', 'task_id', 'error', 'timestamp', 'metadata', 'session_id'] as const
const LONG = 'long '.repeat(2_000_000)
const INTEGRATED = JSON.stringify({
  session_id: 'field0',
  synthesis: { summary: LONG, key_insights: Array(100_000).fill('insight'), recommendations: [LONG] },
})

const peakMemoryKb = (pid: number | undefined): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

describe.runIf(process.platform === 'linux')('files made to fill the memory', () => {
  it('do not, and other pages answer meanwhile', { timeout: 180_000 }, async () => {
    using home = temporaryHome()
    const names = Object.keys(BOMBS)
    for (const [number, [, bomb]] of Object.entries(BOMBS).entries()) {
      const whole = hookText(hookResult({ session_id: `bomb${number}`, result: 'HERE' }, Date.now()))
      home.write(
        `completed/bomb${number}/r.json`,
        whole.replace('"HERE"', () => bomb),
      )
      home.write(`failed/whole${number}.json`, bomb)
    }
    // Not in the answer alone: rows hold the other fields, and are sent to every page.
    for (const [number, field] of FIELDS.entries()) {
      for (let copy = 0; copy < 3; copy += 1) {
        const content: Record<string, unknown> = hookResult({ session_id: `field${number}` }, Date.now())
        content[field] = field === 'metadata' ? { project_dir: LONG } : LONG
        home.write(`completed/field${number}/${copy}.json`, JSON.stringify(content))
      }
    }
    home.write('integrated/field0_integrated.json', INTEGRATED)
    home.write('integrated/field0_summary.md', LONG)
    home.result({ session_id: 'other', result: 'an answer' }, { directory: 'completed/other' })
    await using server = await startServer(['--home', home.path, '--port', '0'])
    const askOther = async (): Promise<void> => {
      const response = await fetch(`${server.url}/sessions/other`, {
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      expect(await response.text()).toContain('an answer')
    }
    for (const [number, name] of names.entries()) {
      const asked = [
        `/sessions/bomb${number}`,
        `/api/sessions/bomb${number}/answer?path=completed/bomb${number}/r.json`,
      ].map(async (path) => (await fetch(server.url + path)).text().then((body) => body.length))
      await Promise.all([...asked, askOther(), askOther().then(askOther)])
      expect(peakMemoryKb(server.child.pid), name).toBeLessThan(MEMORY_LIMIT_KB)
    }
    for (const path of [
      '/',
      '/sessions',
      '/api/sessions',
      '/api/problems',
      '/sessions/field0',
      '/sessions/field3',
    ]) {
      const body = await (await fetch(server.url + path, { signal: AbortSignal.timeout(PATIENCE_MS) })).text()
      expect(body.length, path).toBeLessThan(1_000_000)
    }
    await fetch(`${server.url}/api/search-answers?text=nowhere`).then((response) => response.text())
    expect(peakMemoryKb(server.child.pid)).toBeLessThan(MEMORY_LIMIT_KB)
    expect(server.child.exitCode).toBeNull()
  })
})
