import { createMonitor } from '#lib/monitor.ts'
import { configOf } from './read-home.ts'

/**
 * Watches the home named by the first argument and prints, one JSON object a line, what the monitor is like once it is
 * ready and with each change of sessions. For tests that need a process of its own: with few watches, say.
 */
const [home = ''] = process.argv.slice(2)
const monitor = createMonitor(configOf(home, { 'poll-interval': '100ms', settle: '100ms' }))
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

await monitor.ready()
monitor.subscribe(null, (batch) =>
  say({ changed: batch?.changed.map(({ session }) => session.id), watch: batch?.watch }),
)
const { status, counts } = await monitor.snapshot()
say({ ready: status.watch, counts, notice: status.historyNotice })
// Whoever wants to see changes leaves this running.
if (process.argv[3] === 'once') await monitor.close()
