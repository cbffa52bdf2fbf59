import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { root } from '#lib/testing/run-command.ts'
import { BUNDLE_OPTIONS } from '../scripts/bundle-options.ts'
import { READING_ENV, READING_FLAGS } from '../scripts/prepare.mjs'

/** `scanMs` is the scan alone, without starting threads and opening the database. */
export type ProgramReport = { durationMs: number; scanMs?: number }

/** Programs, with the threads that they may start, bundled as the product is shipped. */
export type Programs = { directory: string }

export async function bundlePrograms(): Promise<Programs> {
  const directory = mkdtempSync(join(tmpdir(), 'trinitas-bench-programs-'))
  const paths = globSync(['bench/programs/*.ts', 'lib/**/*-worker.ts'], { cwd: root })
  await build({
    ...BUNDLE_OPTIONS,
    entryPoints: Object.fromEntries(paths.map((path) => [basename(path, '.ts'), path])),
    outdir: directory,
  })
  return { directory }
}

/** Runs one of `bench/programs` in a process of its own and returns what it says of itself. */
export function runProgram({ directory }: Programs, name: string, args: readonly string[]): ProgramReport {
  const path = join(directory, `${name}.js`)
  const { stdout, stderr, status } = spawnSync(process.execPath, [...READING_FLAGS, path, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...READING_ENV, NODE_COMPILE_CACHE: join(directory, 'cache') },
  })
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`)
  return JSON.parse(stdout) as ProgramReport
}
