import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type HookResult, hookName, hookResult, hookText } from './hook-files.ts'

export type Placement = {
  /** Below the results directory: "temp", "completed/<session>", … */
  directory?: string
  name?: string
  /** How long ago the file changed last; 0 is now. */
  ageMs?: number
}

/** A real Trinitas home in a temporary directory. `using` removes it. */
export type TemporaryHome = {
  path: string
  results: string
  /** The absolute path of what lies at `path` below the results directory. */
  at(path: string): string
  /** Writes a file below the results directory, and the directories above it; returns its absolute path. */
  write(path: string, content: string | Uint8Array, placement?: Pick<Placement, 'ageMs'>): string
  /** Writes a result as the hook would have; returns its path below the results directory. */
  result(fields: Partial<HookResult> & { session_id: string }, placement?: Placement): string
  remove(): void
  [Symbol.dispose](): void
}

/** Old enough for a file to be settled, young enough for its session to be active. */
export const SETTLED_MS = 10_000

export function temporaryHome(prefix = 'trinitas-test-'): TemporaryHome {
  const path = realpathSync(mkdtempSync(join(tmpdir(), prefix)))
  const results = join(path, 'parallel_results')
  for (const area of ['temp', 'completed', 'integrated', 'failed'])
    mkdirSync(join(results, area), { recursive: true })
  const remove = (): void => rmSync(path, { recursive: true, force: true })
  const home: TemporaryHome = {
    path,
    results,
    at: (below) => join(results, below),
    write(below, content, { ageMs = SETTLED_MS } = {}) {
      const file = join(results, below)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
      setAge(file, ageMs)
      return file
    },
    result(fields, { directory = 'temp', name, ageMs = SETTLED_MS } = {}) {
      const atMs = Date.now() - ageMs
      const result = hookResult(fields, atMs)
      const below = `${directory}/${name ?? hookName(result, atMs)}`
      home.write(below, hookText(result), { ageMs })
      return below
    },
    remove,
    [Symbol.dispose]: remove,
  }
  return home
}

/** Sets when a file changed last. */
export function setAge(path: string, ageMs: number): void {
  const at = new Date(Date.now() - ageMs)
  utimesSync(path, at, at)
}
