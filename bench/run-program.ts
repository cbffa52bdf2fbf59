import { spawnSync } from 'node:child_process'
import { root } from '#lib/testing/run-command.ts'

/** `scanMs` is the scan alone, without starting threads and opening the database. */
export type ProgramReport = { durationMs: number; scanMs?: number }

/** Runs one of `bench/programs` in a process of its own and returns what it says of itself. */
export function runProgram(name: string, args: readonly string[]): ProgramReport {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${root}bench/programs/${name}.ts`, ...args],
    {
      encoding: 'utf8',
      // As the server is started.
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NODE_COMPILE_CACHE: `${root}node_modules/.cache/compile`,
      },
    },
  )
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`)
  return JSON.parse(stdout) as ProgramReport
}
