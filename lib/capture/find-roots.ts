import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { makeDirectories } from '#lib/store/make-directories.ts'

/** Where a hook writes. Both are resolved, since `~/.claude` itself is often a link. */
export type CaptureRoots = { home: string; results: string }

export type WhereAsked = {
  env: Readonly<Record<string, string | undefined>>
  /** Of `--results-dir`. */
  resultsDirectory: string | null
  /** The directory in which the hook program lies. */
  programDirectory: string
}

/** The home as it is named, not looked up. */
export function homeOf({ env, programDirectory }: Pick<WhereAsked, 'env' | 'programDirectory'>): string {
  if (env.TRINITAS_HOME) return resolve(env.TRINITAS_HOME)
  const installed = /^(.+)[\\/]hooks[\\/]capture$/.exec(programDirectory)?.[1]
  return installed ?? join(homedir(), '.claude', 'trinitas')
}

/** Makes what is missing, for its user alone. Throws the system's error where that cannot be. */
export function makeRoots(asked: WhereAsked): CaptureRoots {
  const home = homeOf(asked)
  const named = asked.env.TRINITAS_RESULTS_DIR || asked.resultsDirectory || join(home, 'parallel_results')
  return { home: makeRoot(home), results: makeRoot(resolve(named)) }
}

function makeRoot(path: string): string {
  makeDirectories(path)
  return realpathSync(path)
}

/** The same of a program's own path. */
export const directoryOf = (programPath: string): string => dirname(realpathSync(programPath))
