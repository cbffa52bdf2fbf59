import type { PlanRequest } from '#lib/model/recovery.ts'
import { createMonitor, openRecovery } from '#lib/monitor.ts'
import { configOf } from '#lib/testing/read-home.ts'

/** Plans and carries out the clean-up of every stale session; says how long each took, the reading of the home aside. */
const [home = '', limit = '1000'] = process.argv.slice(2)
const config = configOf(home, { 'run-limit': limit })
const monitor = createMonitor(config, { watch: false })
await monitor.ready()
const recovery = openRecovery(config, () => monitor)
const request: PlanRequest = { action: 'clean_up', sessions: null, quietForMs: null }
const startedMs = performance.now()
const plan = await recovery.plan(recovery.by, request)
const plannedMs = performance.now()
if (!process.argv.includes('plan')) {
  for await (const event of recovery.execute(recovery.by, plan.id, null))
    if (event.kind === 'refused' || (event.kind === 'report' && event.operation.status !== 'done'))
      throw new Error(JSON.stringify(event).slice(0, 500))
}
const durationMs = performance.now() - plannedMs
console.log(JSON.stringify({ durationMs, scanMs: plannedMs - startedMs }))
recovery.close()
await monitor.close()
