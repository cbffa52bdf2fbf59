import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { freeName } from '#lib/model/free-name.ts'
import type { Recipe } from '#lib/model/plan.ts'
import { isName } from '#lib/store/contained-path.ts'
import { hashFile } from '#lib/store/hash-file.ts'
import { requireOwn } from '#lib/store/own-directory.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { readBytes } from '#lib/store/read-bytes.ts'
import type { ReadBytes } from './make-bytes.ts'

type HookRecipe = Extract<Recipe, { by: 'hook' }>
type Part = HookRecipe['part']
type Outputs = Readonly<Record<Part, Uint8Array | null>>

const TIME_LIMIT_MS = 60_000
/** Of what it prints, as much is kept. */
const OUTPUT_LIMIT_BYTES = 1024 * 1024
const TOLD_CHARACTERS = 500

/** All parts of one session come from one run, and are asked for one after the other. */
let last: { key: string; outputs: Outputs } | null = null

/**
 * What the user's own integrator makes of a session; `null` for a part that it does not make. It works on copies in a
 * private directory, so that nothing of the home can be lost by it: an argument vector and the environment variables of the
 * original, no shell. Throws `AppError('hook_failed')` where it fails, takes too long or makes nothing, and
 * `AppError('not_own')` where somebody else could have written it.
 */
export function runHook(recipe: HookRecipe, read: ReadBytes): Uint8Array | null {
  const { part, ...rest } = recipe
  const key = JSON.stringify(rest)
  if (last?.key !== key) last = { key, outputs: run(recipe, read) }
  return last.outputs[part]
}

function run({ path, sha256, merge }: HookRecipe, read: ReadBytes): Outputs {
  requireOwnAbove(path)
  if (hashFile(path) !== sha256)
    throw new AppError('file_changed', `${path} is not the program that was shown any more.`, { path })
  const { sessionId } = merge
  if (!isName(sessionId) || sessionId.startsWith('-'))
    throw new AppError('hook_failed', `${path} cannot be asked for a session of that name.`)
  const scratch = mkdtempSync(join(tmpdir(), 'trinitas-integration-'))
  try {
    layOut(scratch, merge, read)
    const output = spawn(path, sessionId, scratch)
    const integrated = madeIn(scratch, `${sessionId}_integrated.json`)
    if (integrated === null) throw failed(path, 'made no integrated file', output)
    return { integrated, summary: madeIn(scratch, `${sessionId}_summary.md`), output: Buffer.from(output) }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Whoever may write to a directory of it may exchange it between a look and its start: those below the home are three. */
function requireOwnAbove(path: string): void {
  const directories = [dirname(path), dirname(dirname(path)), dirname(dirname(dirname(path)))]
  for (const place of [path, ...directories]) requireOwn(place)
}

function layOut(scratch: string, { sessionId, results }: HookRecipe['merge'], read: ReadBytes): void {
  const directory = join(scratch, 'completed', sessionId)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  mkdirSync(join(scratch, 'integrated'), { mode: 0o700 })
  const taken = new Set<string>()
  for (const { path } of results) {
    const name = freeName(basename(path), (candidate) => taken.has(candidate))
    taken.add(name)
    writeFileSync(join(directory, name), read(path), { mode: 0o600, flag: 'wx' })
  }
}

function spawn(path: string, sessionId: string, scratch: string): string {
  // To a file, which nobody waits for whom it left behind with it open.
  const outputPath = join(scratch, 'output')
  const output = openSync(outputPath, 'wx', 0o600)
  try {
    const { status, signal, error } = spawnSync(path, [], {
      cwd: scratch,
      stdio: ['ignore', output, output],
      timeout: TIME_LIMIT_MS,
      killSignal: 'SIGKILL',
      env: { ...process.env, ...withinScratch(scratch), TRINITAS_INTEGRATION_SESSION: sessionId },
    })
    const printed = readPrinted(outputPath)
    if (error !== undefined) throw failed(path, whatFailed(error), printed)
    if (signal !== null) throw failed(path, `was ended by ${signal}`, printed)
    if (status !== 0) throw failed(path, `ended with ${status}`, printed)
    return printed
  } finally {
    closeSync(output)
  }
}

/** One that calls this program again works in there too: the home is locked by whoever waits for it. */
const withinScratch = (scratch: string) => ({
  TRINITAS_RESULTS_DIR: scratch,
  TRINITAS_HOME: scratch,
  TRINITAS_INTEGRATOR: 'own',
})

function readPrinted(path: string): string {
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(OUTPUT_LIMIT_BYTES)
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(descriptor)
  }
}

function whatFailed(error: Error): string {
  switch (systemErrorCode(error)) {
    case null:
      throw error
    case 'ETIMEDOUT':
      return `took longer than ${TIME_LIMIT_MS / 1000} s`
    case 'EACCES':
      return 'may not be run: make it executable'
    default:
      return `could not be run (${systemErrorCode(error)})`
  }
}

function madeIn(scratch: string, name: string): Buffer | null {
  using directory = pinDirectory(scratch, 'integrated')
  try {
    return readBytes({ directory, name })
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

function failed(path: string, what: string, output: string): AppError {
  const told = output.trim().slice(-TOLD_CHARACTERS)
  return new AppError('hook_failed', `${path} ${what}.${told === '' ? '' : ` It printed: ${told}`}`, { path })
}
