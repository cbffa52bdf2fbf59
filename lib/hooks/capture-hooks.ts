import { basename } from 'node:path'
import { quoteForShell } from '#lib/format/shell.ts'
import { commandWords } from './command-words.ts'
import { CRITICAL_HOOKS } from './critical-hooks.ts'

/** `resultsDirectory` is `null` where it is the usual one of the home. */
export function captureCommand(launcher: string, resultsDirectory: string | null): string {
  const results = resultsDirectory === null ? '' : ` --results-dir ${quoteForShell(resultsDirectory)}`
  return `${quoteForShell(launcher)}${results}`
}

/** Whether a command runs the launcher, with whatever arguments. */
export const callsLauncher = (command: string, launcher: string): boolean =>
  `${command} `.startsWith(`${quoteForShell(launcher)} `) || commandWords(command).includes(launcher)

/** Whether a command runs a hook of the original, of whichever home. */
export function callsOriginal(command: string): boolean {
  const names = CRITICAL_HOOKS.map((hook) => basename(hook))
  return commandWords(command).some((word) =>
    names.some((name) => word === name || word.endsWith(`/${name}`)),
  )
}
