/** What Claude Code calls, and what that runs. Below the home. */
export const LAUNCHER = 'hooks/capture/trinitas-hook'
export const PROGRAM = 'hooks/capture/trinitas-hook.mjs'

/** Where settings are kept as they were before hooks were installed. Below the home. */
export const BACKUPS = 'hooks/capture/backups'

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
