import { type Command, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { AppError } from '#lib/errors.ts'
import { reportJson } from '#lib/health/report-json.ts'
import { reportLines } from '#lib/health/report-lines.ts'
import type { HealthReport, HealthStatus } from '#lib/model/health.ts'
import { createMonitor, ownUser, writeHealthReport } from '#lib/monitor.ts'

/** A script tells what is critical from wrong usage by what is on standard output: of a fault, nothing is. */
const EXIT_CODES: Readonly<Record<HealthStatus, ExitCode>> = { healthy: 0, warning: 1, critical: 2 }

export const healthCheck: Command = {
  name: 'health-check',
  usage: 'health-check',
  summary: 'hooks, settings, disk, permissions and all else that it takes; writes a report to logs/',
  arity: 0,
  options: {
    json: JSON_OPTION,
    'no-report': { type: 'boolean', help: 'write nothing' },
  },
  async run({ config, options }) {
    const monitor = createMonitor(config, { watch: false })
    try {
      const report = await monitor.health()
      if (options.json) printJson(reportJson(report))
      else for (const line of reportLines(report)) print(line)
      if (!options['no-report']) writeDown(report)
      return EXIT_CODES[report.status]
    } finally {
      await monitor.close()
    }
  },
}

/** Where it cannot be written, on a full disk say, what was found still counts. */
function writeDown(report: HealthReport): void {
  try {
    const { text, json } = writeHealthReport(ownUser(), report)
    process.stderr.write(`Written: ${text}, ${json}\n`)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message}\n`)
  }
}
