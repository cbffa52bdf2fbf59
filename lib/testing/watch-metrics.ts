import { setTimeout as wait } from 'node:timers/promises'
import { createMonitor } from '#lib/monitor.ts'
import { configOf } from './read-home.ts'

/**
 * Watches the home named by the first argument and prints, one JSON object a line, how many results are measured,
 * whenever that changes, until there are as many as the second argument says. For tests that need a process of its own.
 */
const [home = '', expected = ''] = process.argv.slice(2)
const DAY_MS = 86_400_000
const monitor = createMonitor(configOf(home))
let last = -1
while (last < Number(expected)) {
  const untilMs = Date.now() + DAY_MS
  const query = { agents: [], projects: [], outcomes: [], live: false, compare: false }
  const { totals } = await monitor.metrics({ ...query, fromMs: untilMs - 90 * DAY_MS, untilMs })
  if (totals.results !== last) {
    last = totals.results
    const { historyNotice } = await monitor.status()
    process.stdout.write(`${JSON.stringify({ results: last, notice: historyNotice })}\n`)
  }
  await wait(10)
}
await monitor.close()
