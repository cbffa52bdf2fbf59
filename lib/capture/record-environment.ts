import { AppError } from '#lib/errors.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import type { CaptureContext } from './capture-context.ts'
import { claimSession } from './claim-session.ts'
import { textOf } from './long-text.ts'
import { findOthers, moveResults } from './move-results.ts'
import { type CapturedResult, resultPieces } from './result-file.ts'
import { sessionName, stampOf, taskName, toAgentWord, toSessionId } from './safe-name.ts'
import { writeNewFile } from './write-new-file.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Writes the result that an older harness hands over in its environment, as the original's capture hook does: into temp/,
 * and into completed/ with the others of its session once there are as many as `TRINITAS_PARALLEL_COUNT` says. Throws
 * `AppError('request_invalid')` where no agent is named.
 */
export function recordEnvironment(context: CaptureContext, env: Environment): void {
  const agent = agentIn(env.CLAUDE_TOOL_ARGUMENTS)
  const result = resultIn(env, agent, context.nowMs())
  const name = `${sessionName(result.session_id)}_${taskName(result.task_id)}_${stampOf(context.nowMs())}.json`
  {
    using temp = pinDirectory(context.results, 'temp', { make: true })
    writeNewFile(temp, name, { pieces: resultPieces(result), how: 'new' })
  }
  moveWhenAll(context, result.session_id, Number(env.TRINITAS_PARALLEL_COUNT ?? 0))
}

function agentIn(args = ''): string {
  const json = parseJson(args)
  const agent = json.kind === 'value' ? ownField(json.value, 'subagent_type') : undefined
  if (typeof agent === 'string' && agent !== '') return toAgentWord(agent)
  const instead = args === '' ? 'it is not set' : json.kind === 'value' ? 'it names none' : 'it is no JSON'
  throw new AppError(
    'request_invalid',
    `Expected JSON with "subagent_type" in CLAUDE_TOOL_ARGUMENTS: ${instead}. The result of the agent was not kept.`,
  )
}

function resultIn(env: Environment, agent: string, nowMs: number): CapturedResult {
  const seconds = Math.floor(nowMs / 1000)
  // The original's own, by the second, where no hook before it handed an id on.
  const given = env.TRINITAS_SESSION_ID || stampOf(nowMs).slice(0, 'YYYYmmdd_HHMMSS'.length)
  const error = env.CLAUDE_TOOL_ERROR || null
  return {
    session_id: toSessionId(given),
    task_id: env.TRINITAS_TASK_ID || `${agent}_${seconds}`,
    subagent_type: agent,
    timestamp: new Date(nowMs).toISOString(),
    execution_time_ms: millisecondsIn(env.CLAUDE_EXECUTION_TIME ?? ''),
    status: error === null ? 'success' : 'error',
    result: textOf(env.CLAUDE_TOOL_RESULT ?? ''),
    error,
    metadata: {
      tool_name: env.CLAUDE_TOOL_NAME ?? '',
      claude_request_id: env.CLAUDE_REQUEST_ID ?? '',
      project_dir: env.CLAUDE_PROJECT_DIR ?? '',
    },
  }
}

/** "1500", "1500ms" or "12.5s"; 0, which is unknown, for anything else. */
function millisecondsIn(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(ms|s)?$/.exec(text.trim()) ?? []
  return number === undefined ? 0 : Math.round(Number(number) * (unit === 's' ? 1000 : 1))
}

function moveWhenAll({ results }: CaptureContext, sessionId: string, expected: number): void {
  if (!(expected > 0)) return
  using claim = claimSession(results, sessionId)
  if (claim === null)
    throw new AppError(
      'locked',
      `Results of ${sessionId} stay in temp/: another hook was moving them for too long.`,
    )
  const { names } = findOthers(results, sessionId)
  if (names.filter((name) => !name.endsWith('_metadata.json')).length >= expected)
    moveResults(results, sessionId, names)
}
