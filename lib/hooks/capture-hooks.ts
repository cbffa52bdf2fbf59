import { basename } from 'node:path'
import { quoteForShell } from '#lib/format/shell.ts'
import { commandWords, type FirstCall, firstCall } from './command-words.ts'
import { CRITICAL_HOOKS } from './critical-hooks.ts'

/** `resultsDirectory` is `null` where it is the usual one of the home. */
export function captureCommand(launcher: string, resultsDirectory: string | null): string {
  const results = resultsDirectory === null ? '' : ` ${RESULTS_OPTION} ${quoteForShell(resultsDirectory)}`
  return `${quoteForShell(launcher)}${results}`
}

const RESULTS_OPTION = '--results-dir'

/**
 * What a command of settings has to do with the launcher. `own`: it is our call and nothing else. `calls`: somebody's command,
 * which makes that call in any case. `names`: somebody's, of which that is not certain.
 */
export type LauncherUse =
  | { kind: 'none' | 'names' }
  /** `call`: as we write it. */
  | { kind: 'own' | 'calls'; call: string }

export function launcherUse(command: string, launcher: string): LauncherUse {
  const first = firstCall(command)
  const call = first?.words[0] === launcher ? ourCall(first, launcher) : null
  if (first !== null && call !== null) return { kind: first.isAll ? 'own' : 'calls', call }
  return { kind: commandWords(command).includes(launcher) ? 'names' : 'none' }
}

/** `null` where it has arguments that we never write: what becomes of it then is another matter. */
function ourCall({ words }: FirstCall, launcher: string): string | null {
  const [, ...args] = words
  if (!isOurArguments(args)) return null
  return captureCommand(launcher, args[1] ?? null)
}

/** What an installation writes behind the launcher. */
export const isOurArguments = (args: readonly string[]): boolean =>
  args.length === 0 || (args.length === 2 && args[0] === RESULTS_OPTION)

/** Whether a command names a hook of the original, of whichever home. */
export const callsOriginal = (command: string): boolean => commandWords(command).some(isOriginal)

/** Whether it runs one and does nothing else, so that nothing of anybody's is lost with it. */
export function isOriginalCall(command: string): boolean {
  const first = firstCall(command)
  const program = first?.words.find((word) => !RUNNERS.has(basename(word)) && !word.startsWith('-'))
  return first?.isAll === true && program !== undefined && isOriginal(program)
}

const RUNNERS: ReadonlySet<string> = new Set(['env', 'exec', 'sh', 'bash', 'zsh', 'python', 'python3'])

const isOriginal = (word: string): boolean =>
  CRITICAL_HOOKS.map((hook) => basename(hook)).some((name) => word === name || word.endsWith(`/${name}`))
