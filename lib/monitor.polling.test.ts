import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

/** A user namespace has limits of its own, so that a test can use up its watches without touching the machine's. */
const canLimit = spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0

describe.runIf(canLimit)('where no watches are left', () => {
  it.each([
    ['max_inotify_watches', 1, 'no inotify watches left'],
    ['max_inotify_instances', 0, 'no inotify instances'],
  ])('(%s is %i) it polls, says why, and still finds every change', async (limit, value, reason) => {
    using home = temporaryHome()
    const script = `echo ${value} > /proc/sys/user/${limit} && exec "$@"`
    const child = spawn(
      'unshare',
      [
        '--user',
        '--map-root-user',
        'sh',
        '-c',
        script,
        'sh',
        process.execPath,
        'lib/testing/start-watching.ts',
        home.path,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const lines = readLines(child)
    const { ready } = await lines.until(({ ready: watch }) => watch !== undefined)
    expect(ready).toMatchObject({ mode: 'polling', reason: expect.stringContaining(reason) })
    home.result({ session_id: 'new' }, { ageMs: 0 })
    await lines.until(({ changed }) => changed?.includes('new') ?? false)
    home.result({ session_id: 'finished' }, { directory: 'completed/finished', ageMs: 0 })
    await lines.until(({ changed }) => changed?.includes('finished') ?? false)
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
})

type Line = { ready?: { mode: string; reason: string }; changed?: string[] }

function readLines(child: ChildProcess) {
  if (!child.stdout) throw new Error('The child has no standard output.')
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async until(wanted: (line: Line) => boolean): Promise<Line> {
      for (;;) {
        const { value, done } = await iterator.next()
        if (done) throw new Error('The child ended too early.')
        const line = JSON.parse(value) as Line
        if (wanted(line)) return line
      }
    },
  }
}
