import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { isOverThreshold, performanceLines } from '#lib/cli/performance-lines.ts'
import { print, printJson } from '#lib/cli/print.ts'
import type { PerformanceReport } from '#lib/model/contracts.ts'
import { createMonitor } from '#lib/monitor.ts'

export const performance: Command = {
  name: 'performance',
  usage: 'performance',
  summary: 'execution times, success rates and sizes over all results on disk',
  arity: 0,
  options: { json: JSON_OPTION },
  async run({ config, options }) {
    const monitor = createMonitor(config, { watch: false })
    try {
      const report: PerformanceReport = await monitor.performance()
      if (options.json) printJson(report)
      else for (const line of performanceLines(report)) print(line)
      return isOverThreshold(report) ? 1 : 0
    } finally {
      await monitor.close()
    }
  },
}
