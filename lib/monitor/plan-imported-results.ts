import { basename, join } from 'node:path'
import { sessionName, stampOf } from '#lib/capture/safe-name.ts'
import { completedPath, metadataName } from '#lib/capture/session-metadata.ts'
import { AppError } from '#lib/errors.ts'
import { namesInResult } from '#lib/history/imported-row.ts'
import { withImports } from '#lib/import/imports-feed.ts'
import type { StoredRun } from '#lib/import/run-rows.ts'
import type { PlanItem, PlanOmission, TranscriptPart } from '#lib/model/plan.ts'
import type { SessionDetail } from '#lib/model/session.ts'
import { isTaken } from '#lib/recovery/is-taken.ts'
import { type ImportEvidence, planImportedResults as planItem } from '#lib/recovery/plan-imported-results.ts'
import { beyondLimit, type PlannedItems } from '#lib/recovery/planned-items.ts'
import { openPlanningThread, type PlanningThread } from '#lib/recovery/planning-thread.ts'
import type { PlanningOptions } from './plan-request.ts'

/** Plans the result files of imported runs that have none, session by session, the latest first. */
export async function planImportedResults(
  options: PlanningOptions,
  sinceMs: number | null,
): Promise<PlannedItems> {
  const sessions = readSessions(options, sinceMs)
  const planned: PlannedItems = { items: [], omitted: [] }
  using thread = openPlanningThread()
  for (const [sessionId, runs] of sessions) {
    // Without one, nobody could tell to which session a result belongs.
    if (sessionId === '') continue
    const detail = await options.source().session(sessionId)
    const missing = runs.filter((run) => !hasResult(run, detail))
    if (missing.length === 0) continue
    if (planned.items.length >= options.runLimit) {
      planned.omitted.push(beyondLimit(sessionId, options.runLimit, 'session'))
      continue
    }
    const item = await planSession(options, thread, sessionId, missing, detail)
    if ('steps' in item) planned.items.push(item)
    else planned.omitted.push(item)
  }
  return planned
}

/** What lies behind a link, say, keeps no other session from its results. */
async function planSession(...asked: Parameters<typeof readEvidence>): Promise<PlanItem | PlanOmission> {
  try {
    return planItem(await readEvidence(...asked))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { name: asked[2], reason: error.message }
  }
}

function readSessions({ home }: PlanningOptions, sinceMs: number | null): Map<string, StoredRun[]> {
  const runs = withImports(join(home, 'monitor'), (rows) => rows.after(0)) ?? []
  const wanted = runs.filter(({ endedAtMs }) => sinceMs === null || endedAtMs >= sinceMs)
  return Map.groupBy(
    wanted.toSorted((one, other) => other.endedAtMs - one.endedAtMs),
    ({ sessionId }) => sessionId,
  )
}

/** By its task, or by the name of its file, which is all that is known of one that cannot be read. A start is none. */
function hasResult(run: StoredRun, detail: SessionDetail | null): boolean {
  const names = namesInResult(run)
  return (detail?.runs ?? []).some(
    ({ kind, taskId, path }) =>
      kind === 'result' &&
      (taskId === run.taskId ||
        `${taskId}_`.includes(`_${run.agentId}_`) ||
        names.some((part) => basename(path).includes(part))),
  )
}

async function readEvidence(
  options: PlanningOptions,
  thread: PlanningThread,
  sessionId: string,
  runs: readonly StoredRun[],
  detail: SessionDetail | null,
): Promise<ImportEvidence> {
  const parts = runs.map(partOf)
  const made = await thread.ask<'transcripts'>({ kind: 'transcripts', parts })
  if (made === null)
    throw new AppError('cannot_begin', `To read the transcripts of ${sessionId} again takes too long.`)
  const directory = completedPath(sessionId)
  const metadata = `${directory}/${metadataName(sessionId)}`
  return {
    sessionId,
    session: detail?.session ?? null,
    directory,
    missingDirectories: ['completed', directory].filter((path) => !isTaken(options.root, path)),
    metadata: isTaken(options.root, metadata) ? null : metadata,
    results: runs.flatMap((run, at) => {
      const part = parts[at]
      return part === undefined ? [] : [{ name: nameOf(run), part, made: made[at] ?? null }]
    }),
  }
}

const nameOf = ({ sessionId, taskName, endedAtMs }: StoredRun): string =>
  `${sessionName(sessionId)}_${taskName}_${stampOf(endedAtMs)}.json`

const partOf = (run: StoredRun): TranscriptPart => ({
  root: run.root,
  path: run.transcript,
  chain: run.chain,
  start: run.start,
  end: run.end,
  sessionId: run.sessionId,
  agentId: run.agentId,
  taskId: run.taskId,
  agent: run.agent,
  endedAtMs: run.endedAtMs,
  executionMs: run.executionMs,
})
