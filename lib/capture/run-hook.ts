import { realpathSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { appendLogLine } from '#lib/store/append-line.ts'
import { type CaptureRoots, directoryOf, homeOf, makeRoots } from './find-roots.ts'
import { handleEvent } from './handle-event.ts'
import { parsePayload } from './parse-payload.ts'
import { readInput } from './read-input.ts'
import { recordEnvironment } from './record-environment.ts'

export const HOOK_VERSION = '1.0.0'

/** What the shim of the original's hook asks for: what it was handed stands in variables. */
const IN_ENVIRONMENT = 'capture-environment'
/** It tells its harness whether the answer was kept. No harness sees this, nor what means something to one. */
const NOT_CAPTURED = 75
/** The same, since the variables do not say of which agent. */
const NOT_UNDERSTOOD = 65

/**
 * Called by an agent's harness at each event. Whatever happens to us is not the agent's business: it prints nothing, ends
 * with 0, and says in `logs/errors.log` what went wrong. Returns the exit code, which is another for that shim alone.
 */
export async function runHook(args: readonly string[], programPath: string): Promise<number> {
  if (args[0] === '--version') {
    process.stdout.write(`trinitas-hook ${HOOK_VERSION}\n`)
    return 0
  }
  const option = (name: string): string | null => {
    const at = args.indexOf(name)
    return at === -1 ? null : (args[at + 1] ?? null)
  }
  const asked = {
    env: process.env,
    resultsDirectory: option('--results-dir'),
    programDirectory: directoryOf(programPath),
  }
  let home = homeOf(asked)
  const isShim = option('--event') === IN_ENVIRONMENT
  try {
    const roots: CaptureRoots = makeRoots(asked)
    home = roots.home
    const context = { ...roots, nowMs: Date.now, hookVersion: HOOK_VERSION }
    if (isShim) recordEnvironment(context, process.env)
    else handleEvent(context, parsePayload(await readInput(), option('--event')))
    return 0
  } catch (error) {
    // Any: there is nobody to throw to, and a defect of ours must not stop the agent either.
    logFault(home, textOf(error))
    if (!isShim) return 0
    return error instanceof AppError && error.code === 'request_invalid' ? NOT_UNDERSTOOD : NOT_CAPTURED
  }
}

function logFault(home: string, text: string): void {
  appendLogLine(resolved(home), 'errors.log', {
    atMs: Date.now(),
    level: 'ERROR',
    text: `Capture hook: ${text}`,
  })
}

function resolved(home: string): string {
  try {
    return realpathSync(home)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return home
  }
}

/** A fault of the system says by itself what it could not do; of a defect its place is worth knowing. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isExpected = error.name === 'AppError' || systemErrorCode(error) !== null
  return isExpected ? error.message : (error.stack ?? error.message)
}
