import { basename } from 'node:path'
import { quoteForShell } from '#lib/format/shell.ts'
import { commandWords } from './command-words.ts'
import { CRITICAL_HOOKS } from './critical-hooks.ts'

/** What Claude Code calls, and what that runs. Below the home. */
export const LAUNCHER = 'hooks/capture/trinitas-hook'
export const PROGRAM = 'hooks/capture/trinitas-hook.mjs'

/**
 * When it is called, and for how many seconds at most. It takes far less; without a time of its own, Claude Code gives
 * what it calls at the end of a session 1.5 s.
 */
export const CAPTURE_EVENTS = [
  { event: 'SubagentStart', timeoutS: 10 },
  { event: 'SubagentStop', timeoutS: 60 },
  { event: 'Stop', timeoutS: 60 },
  { event: 'SessionEnd', timeoutS: 60 },
] as const
export type CaptureEvent = (typeof CAPTURE_EVENTS)[number]['event']

/** `resultsDirectory` is `null` where it is the usual one of the home. */
export function captureCommand(launcher: string, resultsDirectory: string | null): string {
  const results = resultsDirectory === null ? '' : ` --results-dir ${quoteForShell(resultsDirectory)}`
  return `${quoteForShell(launcher)}${results}`
}

/** Whether a command runs the launcher, with whatever arguments. */
export const callsLauncher = (command: string, launcher: string): boolean =>
  command.startsWith(quoteForShell(launcher)) || commandWords(command).includes(launcher)

/** Whether a command runs a hook of the original, of whichever home. */
export function callsOriginal(command: string): boolean {
  const names = CRITICAL_HOOKS.map((hook) => basename(hook))
  return commandWords(command).some((word) =>
    names.some((name) => word === name || word.endsWith(`/${name}`)),
  )
}

/** Where settings are kept as they were before hooks were installed. Below the home. */
export const BACKUPS = 'hooks/capture/backups'
