import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { createResultHistory } from '#lib/history/result-history.ts'
import { createMonitor } from '#lib/monitor.ts'
import { writeManySessions } from '#lib/testing/many-sessions.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { root } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const SESSIONS = 300
const RESULTS = SESSIONS * 5

type Line = { results: number; notice: string | null }

/** Watches in a process of its own until as many results are measured, or until `enough` says so: then it is killed. */
async function watchUntil(
  home: TemporaryHome,
  expected: number,
  enough: (line: Line) => boolean = () => false,
): Promise<Line[]> {
  const child = spawn(process.execPath, ['lib/testing/watch-metrics.ts', home.path, String(expected)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: Line[] = []
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line
    lines.push(line)
    if (enough(line)) child.kill('SIGKILL')
  }
  return lines
}

describe('the history of results', () => {
  // Three processes one after the other, each of which starts three threads.
  it('is whole after its process was killed while it wrote, and counts nothing twice', {
    timeout: 60_000,
  }, async () => {
    using home = temporaryHome()
    writeManySessions(home.results, SESSIONS)
    const killed = await watchUntil(home, RESULTS, ({ results }) => results > 0)
    expect(killed.at(-1)?.results).toBeGreaterThan(0)
    expect((await watchUntil(home, RESULTS)).at(-1)).toEqual({ results: RESULTS, notice: null })
    rmSync(home.at('completed'), { recursive: true })
    mkdirSync(home.at('completed'))
    const [first] = await watchUntil(home, RESULTS)
    expect(first).toEqual({ results: RESULTS, notice: null })
  })

  it('goes on in memory, and says so, where the disk is full', { timeout: 60_000 }, () => {
    using home = temporaryHome()
    writeManySessions(home.results, SESSIONS)
    const mountPoint = join(home.path, 'monitor')
    mkdirSync(mountPoint)
    chmodSync(mountPoint, 0o700)
    const script = [
      `mount -t tmpfs -o size=600k tmpfs '${mountPoint}'`,
      `exec '${process.execPath}' lib/testing/watch-metrics.ts '${home.path}' ${RESULTS}`,
    ].join('\n')
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script],
      { encoding: 'utf8', cwd: root },
    )
    expect(stderr).toBe('')
    const last: Line = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    expect(last).toMatchObject({
      results: RESULTS,
      notice: expect.stringMatching(
        /The past of the charts is kept until the next start only: .* cannot be written/,
      ),
    })
  })

  it('is written by one dashboard at a time: a second one counts the same, and says that it keeps nothing', async () => {
    using home = temporaryHome()
    writeManySessions(home.results, 10)
    const first = createMonitor(configOf(home.path))
    await first.ready()
    // The first has the lock once it has counted.
    await expect
      .poll(async () => (await first.counters()).executions.length, { timeout: 10_000 })
      .toBeGreaterThan(0)
    const second = createResultHistory({
      directory: join(home.path, 'monitor'),
      fileName: 'metrics.db',
      keeping: 'wait',
      unwritable: null,
      now: () => new Date(),
    })
    await first.close()
    expect([...second.results.all()]).toHaveLength(50)
    expect(second).toMatchObject({
      isKept: false,
      notice: expect.stringContaining('another Trinitas program is writing'),
    })
    second.close()
  })
})
