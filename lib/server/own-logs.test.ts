import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { HOUR_MS } from '#lib/testing/recovery-home.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const linesOf = (home: TemporaryHome, name: string): string[] =>
  existsSync(`${home.path}/logs/${name}`)
    ? readFileSync(`${home.path}/logs/${name}`, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/^\[[^\]]+\] /, ''))
    : []

const PATIENCE = { timeout: 20_000, interval: 20 }

describe('the logs that the dashboard writes', () => {
  it('say once what turned stale, over a restart, and what a command cleaned', {
    timeout: 60_000,
  }, async () => {
    using home = temporaryHome()
    home.result({ session_id: 'def456' }, { ageMs: 3 * HOUR_MS })
    home.result({ session_id: 'busy' })
    const options = ['--home', home.path, '--port', '0']
    {
      await using _ = await startServer(options)
      await vi.waitFor(() => expect(linesOf(home, 'session_monitor.log')).toHaveLength(1), PATIENCE)
    }
    await using _ = await startServer(options)
    home.result({ session_id: 'another' }, { ageMs: HOUR_MS })
    await vi.waitFor(() => expect(linesOf(home, 'session_monitor.log')).toHaveLength(2), PATIENCE)
    expect(runTrinitas(['cleanup', '--yes', '--home', home.path]).code).toBe(0)
    await vi.waitFor(() => expect(linesOf(home, 'session_monitor.log')).toHaveLength(4), PATIENCE)
    const [first, second, ...rest] = linesOf(home, 'session_monitor.log')
    expect(first).toMatch(/^\[WARNING\] Stale session: def456 \(age: 1\d{4}s\)$/)
    expect(second).toMatch(/^\[WARNING\] Stale session: another \(age: 36\d\ds\)$/)
    expect(rest.toSorted()).toEqual([
      expect.stringMatching(/^\[INFO\] Cleaned 1 stale sessions \(operation /),
      '[INFO] Stale session ended: def456 (failed)',
    ])
    expect(linesOf(home, 'errors.log')).toEqual([])
  })

  it('say which database was set aside, and go on', { timeout: 60_000 }, async () => {
    using home = temporaryHome()
    {
      await using _ = await startServer(['--home', home.path, '--port', '0'])
    }
    writeFileSync(`${home.path}/monitor/alerts.db`, 'This is no database.'.repeat(1000))
    await using server = await startServer(['--home', home.path, '--port', '0'])
    expect(linesOf(home, 'errors.log')).toEqual([
      expect.stringMatching(
        /^\[ERROR\] alerts\.db could not be used, and was set aside as alerts\.db\.set-aside-\S+\.$/,
      ),
    ])
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
  })
})
