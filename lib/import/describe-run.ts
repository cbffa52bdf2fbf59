import { outcomeOfStop } from '#lib/capture/describe-outcome.ts'
import { taskName, toSessionId } from '#lib/capture/safe-name.ts'
import type { FoundRun } from '#lib/capture/transcript/collect-runs.ts'
import type { TranscriptSummary } from '#lib/capture/transcript/transcript-summary.ts'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { shorten } from '#lib/format/shorten.ts'
import type { AgentUsage } from '#lib/model/agent-work.ts'
import type { ImportedRun } from '#lib/model/imported-run.ts'
import { ERROR_LIMIT_CHARACTERS } from '#lib/sessions/result-fields.ts'
import type { Transcript } from './find-transcripts.ts'

/** What the original calls an agent that nobody named. */
export const UNNAMED = 'unknown'
const AGENT_LIMIT_CHARACTERS = 255
const PROJECT_LIMIT_CHARACTERS = 4096
const MODEL_LIMIT_CHARACTERS = 128
/** A longer one is of times that are none. */
const EXECUTION_LIMIT_MS = 366 * 86_400_000

/** What the history keeps of a run. `agent`: what it is called, where anything says so. */
export function describeRun(
  { chain, summary }: FoundRun,
  { sessionId, agentId: named, stamp }: Transcript,
  agent: string | null,
): ImportedRun {
  const { firstAtMs, lastAtMs, cwd } = summary
  const outcome = outcomeOfStop(null, summary)
  const agentId = named ?? chain ?? ''
  const givenId = summary.sessionId ?? sessionId
  const agentName = agent === null ? null : shorten(agent, AGENT_LIMIT_CHARACTERS)
  const taskId = `${agentName ?? UNNAMED}_${agentId}`
  const executionMs = firstAtMs === null || lastAtMs === null ? 0 : lastAtMs - firstAtMs
  return {
    sessionId: givenId === null ? '' : toSessionId(givenId),
    agentId,
    taskId,
    taskName: taskName(taskId),
    agent: agentName,
    project: cwd === null ? null : shorten(cwd, PROJECT_LIMIT_CHARACTERS),
    outcome: outcome.status,
    endedAtMs: lastAtMs ?? stamp.modifiedAtMs,
    executionMs: executionMs > 0 && executionMs <= EXECUTION_LIMIT_MS ? executionMs : null,
    error: outcome.error === null ? null : errorOf(outcome.error.trim()),
    usage: usageOf(summary),
  }
}

function usageOf({ model, usage, toolCalls }: TranscriptSummary): AgentUsage | null {
  if (model === null && usage === null && toolCalls === null) return null
  return {
    model: model === null ? null : shorten(model, MODEL_LIMIT_CHARACTERS),
    inputTokens: usage?.input ?? null,
    outputTokens: usage?.output ?? null,
    cacheReadTokens: usage?.cacheRead ?? null,
    cacheWriteTokens: usage?.cacheCreation ?? null,
    toolCalls,
  }
}

/** Masked is as much as may be shown, and what could be a secret that begins there. */
const errorOf = (text: string): string =>
  shorten(maskSecrets(shorten(text, 2 * ERROR_LIMIT_CHARACTERS)), ERROR_LIMIT_CHARACTERS)
