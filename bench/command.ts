import { runTrinitas } from '#lib/testing/run-command.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { type Measure, median, round } from './measure.ts'

const RUNS = 15

/** The command line as a process, from the shell's view. */
export function measureCommands(home: TemporaryHome): Measure[] {
  const text = times(() => runTrinitas(['status', '--home', home.path]))
  const json = times(() => runTrinitas(['status', '--json', '--home', home.path]))
  const nothing = round(median(times(() => runTrinitas(['-e', '0'], { binary: process.execPath }))))
  const detail = `median of ${RUNS}; node itself takes ${nothing} ms`
  return [
    { name: 'trinitas status', value: median(text), limit: 200, unit: 'ms', detail },
    { name: 'trinitas status --json', value: median(json), limit: 500, unit: 'ms', detail },
  ]
}

function times(run: () => unknown): number[] {
  return Array.from({ length: RUNS }, () => {
    const startedMs = performance.now()
    run()
    return performance.now() - startedMs
  })
}
