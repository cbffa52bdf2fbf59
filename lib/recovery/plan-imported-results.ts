import { formatQuantity } from '#lib/format/number.ts'
import type { PlanItem, PlanOmission, Step, TranscriptPart } from '#lib/model/plan.ts'
import type { Session } from '#lib/model/session.ts'
import type { MadeBytes } from './planning-task.ts'

/** A run whose result is to be written. */
export type MissingResult = {
  /** Of its file. */
  name: string
  part: TranscriptPart
  /** `null` where its lines are not there any more. */
  made: MadeBytes | null
}

/** A session with runs that have no result. */
export type ImportEvidence = {
  sessionId: string
  /** `null` where nothing is known of it but its runs. */
  session: Session | null
  /** Below the results directory: where its results go, and the directories of that path that are not there yet. */
  directory: string
  missingDirectories: string[]
  /** The path of its metadata; `null` where there is some, which stays as it is. */
  metadata: string | null
  results: MissingResult[]
}

/**
 * The results of one session as an item, or why none can be written. Its files are of the time when the runs ended, so that
 * a session of last month is not taken for one of today. Pure.
 */
export function planImportedResults(evidence: ImportEvidence): PlanItem | PlanOmission {
  const { sessionId: name, session, results } = evidence
  if (session?.state === 'active' || session?.state === 'stale')
    return { name, reason: `It is ${session.state}: its results are written once it has ended.` }
  const steps = results.flatMap((result) => makeStep(evidence, result))
  if (steps.length === 0) return { name, reason: 'Its transcripts are not there any more, or have changed.' }
  return {
    name,
    sessionId: name,
    scope: 'files',
    root: 'results',
    reason: `${formatQuantity(steps.length, 'result')} from its transcripts.`,
    steps: [
      ...evidence.missingDirectories.map((path) => ({ kind: 'make-directory', path, mode: 0o700 }) as const),
      ...steps,
      ...metadataStep(evidence),
    ],
    inputs: [],
    files: 0,
    sizeBytes: 0,
    freesBytes: null,
  }
}

function makeStep({ directory }: ImportEvidence, { name, part, made }: MissingResult): Step[] {
  if (made === null) return []
  const recipe = { by: 'transcript', ...part } as const
  return [{ kind: 'make', to: `${directory}/${name}`, recipe, ...made, modifiedAtMs: part.endedAtMs }]
}

/** As many are expected as are there then, so that the session is complete. */
function metadataStep({ sessionId, session, metadata, results }: ImportEvidence): Step[] {
  if (metadata === null) return []
  const written = results.filter(({ made }) => made !== null)
  const text = JSON.stringify(
    {
      session_id: sessionId,
      expected_count: (session?.results ?? 0) + written.length,
      // Defines each task as a field of its own, even `__proto__`.
      tasks: Object.fromEntries(written.map(({ name, part }) => [part.taskId, name])),
    },
    null,
    4,
  )
  const modifiedAtMs = Math.max(...written.map(({ part }) => part.endedAtMs))
  return [{ kind: 'write', to: metadata, text: `${text}\n`, modifiedAtMs }]
}
