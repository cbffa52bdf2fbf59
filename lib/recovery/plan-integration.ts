import type { FileStamp } from '#lib/model/file-record.ts'
import type { Merge, PlanItem, PlanOmission, Recipe, Step } from '#lib/model/plan.ts'
import type { Session } from '#lib/model/session.ts'
import type { PlannedItems } from './planned-items.ts'
import { trashPath } from './steps.ts'

type Found = { path: string; stamp: FileStamp }

/** A session, and what of it can be merged. */
export type IntegrationEvidence = {
  session: Session
  merge: Merge
  /** The files that are merged, as they are now. */
  inputs: Found[]
  /** Integrated files and summaries that are there; they go to the trash. */
  before: Found[]
  /** Whether the directory is there that they go to. */
  hasDirectory: boolean
  /** Why it cannot be integrated, as a sentence; `null` where it can. */
  obstacle: string | null
}

/** What the merge comes to, by whom; `null` of a hash is what only running it tells. */
export type Merged = { by: 'integrator'; parts: MergedPart[] } | { by: 'hook'; path: string; sha256: string }
export type MergedPart = { part: 'integrated' | 'summary'; sizeBytes: number; sha256: string }

export type IntegrationRequest = { operationId: string; named: boolean }

/** The name of a directory or file that an id can be. */
const NAME_LIMIT_BYTES = 255

/**
 * The merged answer of each session and its summary, into integrated/. One that is there already is made anew where it is
 * asked for by name, and the one before goes to the trash. Pure but for `merge`.
 */
export async function planIntegration(
  evidence: readonly IntegrationEvidence[],
  merge: (one: IntegrationEvidence) => Promise<Merged | string>,
  request: IntegrationRequest,
): Promise<PlannedItems> {
  const items: PlanItem[] = []
  const omitted: PlanOmission[] = []
  for (const one of evidence) {
    const name = one.session.id
    const merged = whyNot(one, request) ?? (await merge(one))
    if (typeof merged === 'string') omitted.push({ name, reason: merged })
    else items.push(planItem(one, merged, request))
  }
  return { items, omitted }
}

function whyNot(
  { session, inputs, before, obstacle }: IntegrationEvidence,
  { named }: IntegrationRequest,
): string | null {
  if (session.state === 'active' || session.state === 'stale')
    return `It is ${session.state}: it is integrated once it has ended. Clean-up or recovery ends it.`
  if (before.length > 0 && !named)
    return session.integrated
      ? 'It is integrated already.'
      : 'What is there of its answer cannot be read: name it to have it made anew.'
  if (
    new TextEncoder().encode(`${session.id}_integration.log`).length > NAME_LIMIT_BYTES ||
    /[\0/]/.test(session.id)
  )
    return 'Its id cannot be the name of a file.'
  return (
    obstacle ?? (inputs.length === 0 ? 'No result of it can be read, so there is nothing to merge.' : null)
  )
}

function planItem(
  { session, merge, inputs, before, hasDirectory }: IntegrationEvidence,
  merged: Merged,
  { operationId }: IntegrationRequest,
): PlanItem {
  const steps: Step[] = [
    ...(hasDirectory ? [] : [{ kind: 'make-directory', path: 'integrated', mode: 0o700 } as const]),
    ...before.map(
      ({ path, stamp }): Step => ({ kind: 'trash', from: path, to: trashPath(operationId, path), stamp }),
    ),
    ...madeSteps(session.id, merge, merged),
  ]
  return {
    name: session.id,
    sessionId: session.id,
    scope: 'files',
    root: 'results',
    reason: reasonOf(merge, merged),
    steps,
    inputs,
    files: before.length,
    sizeBytes: before.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
    freesBytes: null,
  }
}

const NAMES = { integrated: '_integrated.json', summary: '_summary.md', output: '_integration.log' } as const

function madeSteps(id: string, merge: Merge, merged: Merged): Step[] {
  const step = (
    recipe: Extract<Recipe, { part: string }>,
    sizeBytes: number,
    sha256: string | null,
  ): Step => ({
    kind: 'make',
    to: `integrated/${id}${NAMES[recipe.part]}`,
    recipe,
    sizeBytes,
    sha256,
    modifiedAtMs: null,
  })
  if (merged.by === 'integrator')
    return merged.parts.map(({ part, sizeBytes, sha256 }) =>
      step({ by: 'integrator', part, merge }, sizeBytes, sha256),
    )
  const { path, sha256 } = merged
  return (['integrated', 'summary', 'output'] as const).map((part) =>
    step({ by: 'hook', part, path, sha256, merge }, 0, null),
  )
}

function reasonOf({ results, unreadable, missing }: Merge, merged: Merged): string {
  const cut = results.filter(({ cutShort }) => cutShort !== null).length
  const gaps = [
    ...(cut > 0 ? [`${cut} cut short`] : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} that cannot be read`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
  ]
  const by = merged.by === 'hook' ? ` by ${merged.path}` : ''
  const named = gaps.length === 0 ? '' : ` It names ${gaps.join(', ')}.`
  return `${results.length === 1 ? 'One result' : `${results.length} results`} merged${by}.${named}`
}
