import { join } from 'node:path'
import { metadataOf, outcomeOfStop } from '#lib/capture/describe-outcome.ts'
import { resultPieces } from '#lib/capture/result-file.ts'
import type { FoundRun } from '#lib/capture/transcript/collect-runs.ts'
import { AppError } from '#lib/errors.ts'
import type { TranscriptPart } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { UNNAMED } from './describe-run.ts'
import { readRuns } from './read-runs.ts'

/**
 * The result file of a run as the hook would have written it. Throws `AppError('file_changed')` where its lines are not
 * there any more.
 */
export function resultBytes(part: TranscriptPart): Buffer {
  const { root, path, chain, sessionId, taskId, agentId, agent, endedAtMs, executionMs } = part
  const { summary } = findRun(part)
  const reading = { kind: 'read', summary, whole: true, sizeBytes: 0, modifiedAtMs: 0 } as const
  const pieces = resultPieces({
    session_id: sessionId,
    task_id: taskId,
    subagent_type: agent ?? UNNAMED,
    timestamp: new Date(endedAtMs).toISOString(),
    execution_time_ms: executionMs ?? 0,
    ...outcomeOfStop(null, summary),
    metadata: {
      ...metadataOf(reading, { model: null, cwd: null }),
      transcript_path: join(root, path),
      ...(chain === null ? {} : { transcript_chain: chain }),
      agent_id: agentId,
      harness: summary.harness,
    },
  })
  return Buffer.concat([...pieces].map((piece) => Buffer.from(piece)))
}

function findRun({ root, path, chain, start, end }: TranscriptPart): FoundRun {
  const whose = chain === null ? 'one' : 'part of chains'
  const reading = readRuns({ root, ...splitPath(path), whose }, { start, end })
  const found = reading.kind === 'read' ? reading.runs.find((run) => run.chain === chain) : undefined
  if (found !== undefined) return found
  throw new AppError('file_changed', `${path} does not tell of this run any more.`, { path })
}
