import type { ImportedRun } from '#lib/model/imported-run.ts'
import { type FileRow, moreOf } from './file-row.ts'

/** What stands in the place of a result's name for a run that only its transcript tells of; no result is called so. */
export const TRANSCRIPT_NAMES = 'agent-*.jsonl'
const nameOf = ({ agentId }: ImportedRun): string => `agent-${agentId}.jsonl`

/** What stands in the name of a run's result, whoever wrote it. */
export const namesInResult = ({ agentId, taskName }: Pick<ImportedRun, 'agentId' | 'taskName'>): string[] => [
  `_${agentId}_`,
  `_${taskName}_`,
]

/** A result without a file. */
export const importedRow = (run: ImportedRun): FileRow => [
  '',
  nameOf(run),
  'completed',
  'result',
  run.sessionId,
  0,
  run.endedAtMs,
  0,
  run.taskId,
  run.agent,
  run.project,
  run.outcome,
  run.outcome,
  run.endedAtMs,
  run.executionMs,
  run.error,
  null,
  0,
  null,
  null,
  moreOf({ work: null, usage: run.usage }),
]
