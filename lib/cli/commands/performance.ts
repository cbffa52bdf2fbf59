import { alertLines, toAlertsReport } from '#lib/cli/alert-lines.ts'
import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { performanceLines } from '#lib/cli/performance-lines.ts'
import { print, printJson } from '#lib/cli/print.ts'
import type { PerformanceReport } from '#lib/model/contracts.ts'
import { createMonitor, readGuideAlerts } from '#lib/monitor.ts'

export const performance: Command = {
  name: 'performance',
  usage: 'performance',
  summary: 'execution times, success rates and sizes over all results on disk, and the alerts',
  arity: 0,
  options: { json: JSON_OPTION },
  async run({ config, options }) {
    const monitor = createMonitor(config, { watch: false })
    try {
      const [summary, { counts }] = await Promise.all([monitor.performance(), monitor.snapshot()])
      const seen = { performance: summary, staleSessions: counts.stale, nowMs: Date.now() }
      const alerts = readGuideAlerts(config, seen)
      const report: PerformanceReport = { ...summary, alerts: toAlertsReport(alerts) }
      if (options.json) printJson(report)
      else for (const line of [...performanceLines(summary), '', ...alertLines(alerts)]) print(line)
      return alerts.alerts.some(({ raised }) => raised) ? 1 : 0
    } finally {
      await monitor.close()
    }
  },
}
