import { rmSync } from 'node:fs'
import { pinIfThere } from '#lib/store/pinned-directory.ts'
import { findAgentProcess } from './agent-process.ts'
import type { CaptureContext } from './capture-context.ts'
import { findResult } from './find-result.ts'
import { isLateStart } from './is-late-start.ts'
import type { HookPayload } from './parse-payload.ts'
import { sessionName, stampOf, taskName } from './safe-name.ts'
import { type KnownTasks, readTasks, withRecords, writeTasks } from './session-metadata.ts'
import { readStarted, runningPath, type StartedRecord, writeStarted } from './started-record.ts'
import { STOPPED } from './stopped-mark.ts'

/** An agent of a session, as a hook is told of it. */
export type SeenAgent = Pick<
  HookPayload,
  'sessionId' | 'givenSessionId' | 'transcriptPath' | 'agentTranscriptPath' | 'cwd' | 'harness'
> & { agentId: string; agentType: string }

/** What the original calls an agent that nobody named. */
const UNNAMED = 'unknown'

export function agentOf({ agentId, agentType, ...payload }: HookPayload): SeenAgent {
  return { ...payload, agentId: agentId ?? UNNAMED, agentType: agentType ?? UNNAMED }
}

/** Records that an agent started, once however often it is told, and not behind its stop. */
export function recordStart(context: CaptureContext, agent: SeenAgent): void {
  const isAtWork = runAtWork(context, agent) !== null
  if (!isAtWork && isLateStart(context, agent)) return
  takeMarkAway(context, agent.sessionId)
  if (!isAtWork) startRun(context, agent, context.nowMs())
}

/** The parent goes on: it has not stopped any more. */
function takeMarkAway({ results }: CaptureContext, sessionId: string): void {
  using directory = pinIfThere(results, runningPath(sessionId))
  if (directory !== null) rmSync(directory.at(STOPPED), { force: true })
}

const runsOf = ({ results }: CaptureContext, { sessionId, agentId }: SeenAgent): StartedRecord[] =>
  readStarted(results, sessionId).flatMap(({ record }) => (record.agent_id === agentId ? [record] : []))

/** The run of an agent whose result is not there yet. */
export function runAtWork(context: CaptureContext, agent: SeenAgent): StartedRecord | null {
  const isAtWork = ({ result_name }: StartedRecord): boolean =>
    findResult(context.results, agent.sessionId, result_name) === null
  return runsOf(context, agent).find(isAtWork) ?? null
}

/** An agent that works again has a run more, with a task and a result of its own. */
export function startRun(context: CaptureContext, agent: SeenAgent, startedAtMs: number): StartedRecord {
  const known = withRecords(readTasks(context.results, agent.sessionId), runsOf(context, agent))
  for (let run = 1; ; run += 1) {
    const base = `${agent.agentType}_${agent.agentId}`
    const record = recordOf(context, agent, run === 1 ? base : `${base}_${run}`, startedAtMs)
    if (known.has(record.task_id)) continue
    if (!writeStarted(context.results, record)) {
      // Somebody was told of the same start.
      const theirs = runAtWork(context, agent)
      if (theirs !== null) return theirs
      continue
    }
    expectMore(context, agent.sessionId)
    return record
  }
}

export function recordOf(
  { nowMs, hookVersion }: CaptureContext,
  agent: SeenAgent,
  taskId: string,
  startedAtMs: number,
): StartedRecord {
  return {
    session_id: agent.sessionId,
    given_session_id: agent.givenSessionId,
    task_id: taskId,
    subagent_type: agent.agentType,
    agent_id: agent.agentId,
    started_at: new Date(startedAtMs).toISOString(),
    transcript_path: agent.transcriptPath,
    agent_transcript_path: agent.agentTranscriptPath,
    cwd: agent.cwd,
    harness: agent.harness,
    process: findAgentProcess(),
    hook_version: hookVersion,
    result_name: `${sessionName(agent.sessionId)}_${taskName(taskId)}_${stampOf(nowMs())}.json`,
  }
}

/**
 * A session that was completed before expects its new agents too. Several may start at once: each looks again after it
 * wrote, so that what the last of them wrote names all.
 */
function expectMore({ results }: CaptureContext, sessionId: string): void {
  for (let tries = 0; tries < AGAIN; tries += 1) {
    const known = readTasks(results, sessionId)
    if (known === null) return
    const tasks = withRecords(known, recordsOf(results, sessionId))
    if (isSame(tasks, known)) return
    writeTasks(results, sessionId, tasks)
  }
}

const AGAIN = 50

const recordsOf = (results: string, sessionId: string): StartedRecord[] =>
  readStarted(results, sessionId).map(({ record }) => record)

const isSame = (one: KnownTasks, other: KnownTasks): boolean =>
  one.size === other.size && [...one.keys()].every((task) => other.has(task))
