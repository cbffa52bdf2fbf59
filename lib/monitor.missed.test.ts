import { spawnSync } from 'node:child_process'
import { describe, expect, it, vi } from 'vitest'
import { createMonitor } from '#lib/monitor.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

const isRoot = process.platform === 'linux' && process.getuid?.() === 0

describe.runIf(isRoot)('a change that the file system did not report', () => {
  // Events may come later than the next sweep, where that comes often.
  it.each(['3s', '500ms'])(
    'is found by a sweep every %s, counted, told by health and metrics, and polled for from then on',
    {
      timeout: 60_000,
    },
    async (interval) => {
      using home = temporaryHome()
      const monitor = createMonitor(
        configOf(home.path, { 'sweep-interval': interval, 'poll-interval': '1s' }),
      )
      try {
        await monitor.ready()
        expect((await monitor.counters()).missedChanges).toBe(0)
        // What is watched is the directory below: nobody is told of what lies in the one above it.
        const temp = home.at('temp')
        expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', temp]).status).toBe(0)
        home.result({ session_id: 'unseen' })
        await vi.waitFor(async () => expect((await monitor.status()).missedChanges).toBeGreaterThan(0), {
          timeout: 30_000,
          interval: 50,
        })
        const { watch } = await monitor.status()
        expect(watch).toEqual({ mode: 'polling', reason: expect.stringContaining('A change in temp/') })
        expect(await monitor.hasSession('unseen')).toBe(true)
        expect((await monitor.counters()).missedChanges).toBeGreaterThan(0)
        const { checks } = await monitor.health()
        const check = checks.find(({ id }) => id === 'monitor')
        expect(check?.evidence.join('\n')).toMatch(/by polling; 1 change missed, and found by a sweep\./)
      } finally {
        spawnSync('umount', ['-l', home.at('temp')])
        await monitor.close()
      }
    },
  )
})
