import { rmdirSync, rmSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import { pinBelow, pinDirectory, pinIfThere } from '#lib/store/pinned-directory.ts'
import type { CaptureContext } from './capture-context.ts'
import { claimSession } from './claim-session.ts'
import { findResult } from './find-result.ts'
import { integrateSession } from './integrate-session.ts'
import { keepIntegrated } from './keep-integrated.ts'
import { findOthers, moveResults } from './move-results.ts'
import { removeDeadParts } from './process-mark.ts'
import { namesIn } from './read-small-file.ts'
import { readTasks, withRecords, writeTasks } from './session-metadata.ts'
import { type FoundRecord, readStarted, runningPath } from './started-record.ts'
import { isStopped, STOPPED } from './stopped-mark.ts'

/**
 * Completes a session whose parent has stopped and of which nothing is running any more: its results move into
 * completed/, what it expected is written beside them, they are merged, and what was recorded of their start goes last.
 * So whoever is killed in between leaves what the next one needs to do it again. False where it is not its time.
 */
export function completeIfDone(context: CaptureContext, sessionId: string): boolean {
  let hasCompleted = false
  // Who gave way to this process leaves it what came meanwhile.
  while (isDone(context, sessionId)) {
    using claim = claimSession(context.results, sessionId)
    if (claim === null) return hasCompleted
    if (isDone(context, sessionId)) complete(context, sessionId)
    hasCompleted = true
  }
  return hasCompleted
}

function isDone({ results }: CaptureContext, sessionId: string): boolean {
  if (!isStopped(results, sessionId)) return false
  const started = readStarted(results, sessionId)
  return started.length > 0 && started.every((one) => hasResult(results, one))
}

const hasResult = (results: string, { record }: FoundRecord): boolean =>
  findResult(results, record.session_id, record.result_name) !== null

function complete({ results, nowMs }: CaptureContext, sessionId: string): void {
  const started = readStarted(results, sessionId)
  const others = findOthers(results, sessionId)
  const known = readTasks(results, sessionId)
  // Of what was completed before, all is there to be merged again, or else a person or the retention took it away.
  if (known === null) keepIntegrated(results, sessionId)
  const tasks = withRecords(
    known,
    started.map(({ record }) => record),
  )
  // First: from now on the number of the expected does not hang on what is taken away below.
  writeTasks(results, sessionId, tasks, others.expected)
  const own = started.map(({ record }) => record.result_name)
  moveResults(results, sessionId, [...new Set([...own, ...others.names])])
  integrateSession(results, sessionId, Math.max(tasks.size, others.expected), nowMs())
  forget(results, sessionId, started)
}

function forget(results: string, sessionId: string, started: readonly FoundRecord[]): void {
  using directory = pinIfThere(results, runningPath(sessionId))
  if (directory === null) return
  for (const { name } of started) rmSync(directory.at(name), { force: true })
  takeEmptyAway(results, directory.name)
}

/**
 * Takes the directory of a session in running/ away once no agent is recorded in it, and what the parent's stop was
 * remembered by with it. One that starts just then keeps it, or makes it again.
 */
export function takeEmptyAway(results: string, name: string): void {
  using running = pinDirectory(results, 'running')
  using directory = pinBelow(running, name)
  removeDeadParts(directory)
  if (namesIn(directory).some((one) => one.endsWith('.json'))) return
  rmSync(directory.at(STOPPED), { force: true })
  try {
    rmdirSync(running.at(name))
    running.sync()
  } catch (error) {
    const code = systemErrorCode(error)
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error
  }
}
