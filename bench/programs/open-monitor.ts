// From opening the monitor, its thread and its database included, until everything is read and its rows are stored.
import { createMonitor } from '#lib/monitor.ts'
import { configOf } from '#lib/testing/read-home.ts'

const [home = ''] = process.argv.slice(2)
const startedMs = performance.now()
const monitor = createMonitor(configOf(home))
await monitor.ready()
const durationMs = performance.now() - startedMs
const { counts, status } = await monitor.snapshot()
console.log(JSON.stringify({ durationMs, scanMs: status.scan.tookMs, counts }))
await monitor.close()
