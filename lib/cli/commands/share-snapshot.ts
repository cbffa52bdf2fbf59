import { resolve } from 'node:path'
import type { CommandInput, ExitCode, OptionSpec } from '#lib/cli/command.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { readMetricsQuery } from '#lib/cli/read-metrics-query.ts'
import { readTicks } from '#lib/cli/read-ticks.ts'
import { renderSnapshot } from '#lib/export/snapshot/render-snapshot.ts'
import { printable } from '#lib/format/printable.ts'
import { createMonitor } from '#lib/monitor.ts'
import { writeExport } from '#lib/store/write-export.ts'

export const SNAPSHOT_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  snapshot: {
    type: 'string',
    value: 'FILE',
    help: 'instead of a link: writes one HTML file that needs nothing else',
  },
  force: { type: 'boolean', help: 'with --snapshot: replaces FILE where it is there already' },
}

/** Writes the metrics as a file for teammates, with only as much in it as is asked to be shown. */
export async function shareSnapshot({ config, options }: CommandInput): Promise<ExitCode> {
  const query = readMetricsQuery(options, Date.now())
  const ticks = readTicks(options.show)
  const path = resolve(String(options.snapshot))
  const monitor = createMonitor(config, { watch: false })
  try {
    writeExport(path, renderSnapshot(await monitor.metrics(query), ticks), {
      force: options.force === true,
    })
    if (options.json) printJson({ path })
    else print(`Written to ${printable(path)}. It opens in any browser and asks for nothing.`)
    return 0
  } finally {
    await monitor.close()
  }
}
