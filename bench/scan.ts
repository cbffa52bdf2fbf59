import { rmSync } from 'node:fs'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { type Measure, median, round } from './measure.ts'
import { bundlePrograms, type ProgramReport, runProgram } from './run-program.ts'

const ROUNDS = 9

/** Cold scan and restart, each in turn with the plain program over the same files, so that a busy moment meets both. */
export async function measureScans(home: TemporaryHome): Promise<Measure[]> {
  const programs = await bundlePrograms()
  const read: ProgramReport[] = []
  const cold: ProgramReport[] = []
  const walk: ProgramReport[] = []
  const restart: ProgramReport[] = []
  // Once, to have everything in the page cache.
  runProgram(programs, 'plain-read', [home.results])
  for (let at = 0; at < ROUNDS; at += 1) {
    read.push(runProgram(programs, 'plain-read', [home.results]))
    rmSync(`${home.path}/monitor`, { recursive: true, force: true })
    cold.push(runProgram(programs, 'open-monitor', [home.path]))
    walk.push(runProgram(programs, 'plain-walk', [home.results]))
    restart.push(runProgram(programs, 'open-monitor', [home.path]))
  }
  rmSync(programs.directory, { recursive: true, force: true })
  const opened = `${round(medianOf(cold))} ms with threads started and the database made`
  return [
    {
      name: 'Cold scan, rows stored',
      value: medianOf(cold, 'scanMs') / medianOf(read),
      limit: 1.5,
      unit: 'times',
      detail: `${round(medianOf(cold, 'scanMs'))} ms (${opened}); plain read and parse ${round(medianOf(read))} ms`,
    },
    {
      name: 'Ready after a restart',
      value: medianOf(restart) / medianOf(walk),
      limit: 2,
      unit: 'times',
      detail: `${round(medianOf(restart))} ms, threads and database included; plain walk and stat ${round(medianOf(walk))} ms`,
    },
  ]
}

const medianOf = (reports: readonly ProgramReport[], what: 'durationMs' | 'scanMs' = 'durationMs'): number =>
  median(reports.map((report) => report[what] ?? Number.NaN))
