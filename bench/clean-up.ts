import { rmSync } from 'node:fs'
import { writeManySessions } from '#lib/testing/many-sessions.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { type Measure, median, round } from './measure.ts'
import { bundlePrograms, type Programs, runProgram } from './run-program.ts'

const ROUNDS = 5
const CLEANED = 1000
const PLANNED = 10_000

/** Clean-up in turn with the plain program over as many files, and a plan of ten times as many sessions. */
export function measureCleanUp(): Promise<Measure[]> {
  return withPrograms((programs) => {
    // Removed at the end: for seconds after many files were removed, ext4 is slow to make new ones.
    using homes = new DisposableStack()
    const timed = (sessions: number, run: (home: TemporaryHome) => number): number => {
      const home = homes.use(temporaryHome('trinitas-bench-'))
      writeManySessions(home.results, sessions, 'temp')
      return run(home)
    }
    const plain: number[] = []
    const own: number[] = []
    for (let at = 0; at < ROUNDS; at += 1) {
      plain.push(timed(CLEANED, ({ results }) => runProgram(programs, 'plain-move', [results]).durationMs))
      own.push(timed(CLEANED, ({ path }) => runProgram(programs, 'clean-up', [path]).durationMs))
    }
    const planMs = timed(
      PLANNED,
      ({ path }) => runProgram(programs, 'clean-up', [path, String(PLANNED), 'plan']).scanMs ?? Number.NaN,
    )
    return [
      {
        name: 'Cleaning up 1,000 sessions',
        value: median(own) / median(plain),
        limit: 3,
        unit: 'times',
        detail: `${round(median(own))} ms with plan checked, journal and reports; plain mkdir, link, unlink and sync ${round(median(plain))} ms`,
      },
      {
        name: 'A plan over 10,000 sessions',
        value: planMs,
        limit: 1000,
        unit: 'ms',
        detail: '50,000 files looked at, and stored',
      },
    ]
  })
}

async function withPrograms<T>(work: (programs: Programs) => T): Promise<T> {
  const programs = await bundlePrograms()
  try {
    return work(programs)
  } finally {
    rmSync(programs.directory, { recursive: true, force: true })
  }
}
