import { isAbsolute, relative, sep } from 'node:path'
import type { FileKind } from '#lib/model/file-record.ts'
import type { PlanOmission } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { RepairEvidence, RepairPreview, RepairTarget } from '#lib/model/repair.ts'
import { outlookOf, type RepairRequest } from '#lib/recovery/decide-repair.ts'
import { unseen } from '#lib/recovery/examine-file.ts'
import { planRepair } from '#lib/recovery/plan-repair.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import { openPlanningThread } from '#lib/recovery/planning-thread.ts'
import { type Roots, rootOf } from '#lib/recovery/steps.ts'
import type { PlanningOptions } from './plan-request.ts'
import { readLogReports } from './read-log-reports.ts'

type Asked = Extract<PlanRequest, { action: 'repair' }>
type About = Pick<RepairRequest, 'user' | 'operationId' | 'nowMs'>

/** Plans what is done with broken files, from what lies in each just now. */
export async function planRepairs(
  options: PlanningOptions,
  { files, accept }: Asked,
  about: About,
): Promise<PlannedItems> {
  const { targets, omitted } = await findTargets(options, files)
  using thread = openPlanningThread()
  const examine = async (target: RepairTarget): Promise<RepairEvidence> =>
    (await thread.ask<'examine'>({ kind: 'examine', root: rootOf(options, target), target })) ??
    tooSlow(target)
  const { settleMs, runLimit: limit } = options
  const planned = await planRepair(targets, examine, {
    ...about,
    accept,
    settleMs,
    limit,
    named: files !== null,
  })
  return { items: planned.items, omitted: [...omitted, ...planned.omitted] }
}

const tooSlow = (target: RepairTarget): RepairEvidence =>
  unseen(target, 'To find out what was meant takes too long or too much memory: correct it in an editor.')
    .evidence

/** A broken file beside what could stand for it; `null` where no such file is known. */
export async function previewRepair(
  options: PlanningOptions,
  path: string,
  whole: boolean,
): Promise<RepairPreview | null> {
  const [target] = (await findTargets(options, [path])).targets
  if (target === undefined) return null
  return preview(rootOf(options, target), target, whole ? Number.MAX_SAFE_INTEGER : SHOWN_BYTES)
}

/** As much of a text as a person compares. */
const SHOWN_BYTES = 200_000

/** What lies in a file, and what could stand for it, each up to a length. */
export async function preview(
  root: string,
  target: RepairTarget,
  limitBytes: number,
): Promise<RepairPreview> {
  using thread = openPlanningThread()
  const found = await thread.ask<'preview'>({ kind: 'preview', root, target, limitBytes })
  if (found !== null) return found
  const evidence = tooSlow(target)
  return { ...evidence, ...outlookOf(evidence), source: '', proposed: null, shown: 'whole', firstLine: 1 }
}

type Found = { targets: RepairTarget[]; omitted: PlanOmission[] }

async function findTargets(options: PlanningOptions, files: readonly string[] | null): Promise<Found> {
  const { home, settleMs } = options
  const reports = readLogReports({ home, settleMs, nowMs: Date.now(), resultsDirectory: options.root })
    .filter(({ kind }) => kind === 'broken')
    .map(({ path }) => loneTarget(relative(home, path), path, 'report'))
  if (files === null)
    return { targets: [...(await options.source().repairTargets(null)), ...reports], omitted: [] }
  const places = files.map((file) => ({ file, place: placeOf(options, file) }))
  const below = places.flatMap(({ place }) => (place?.root === 'results' ? [place.path] : []))
  const known = new Map(
    [...(await options.source().repairTargets(below)), ...reports].map((target) => [keyOf(target), target]),
  )
  const found: Found = { targets: [], omitted: [] }
  for (const { file, place } of places) {
    const target = place === null ? undefined : known.get(keyOf(place))
    if (target !== undefined) found.targets.push(target)
    else found.omitted.push({ name: file, reason: UNKNOWN })
  }
  return found
}

const UNKNOWN = 'There is no such file of a session, nor a broken report in the logs.'

type Placed = Pick<RepairTarget, 'root' | 'path'>

const keyOf = ({ root, path }: Placed): string => `${root} ${path}`

/** Which root a path is below; `null` where it is below neither. */
function placeOf(roots: Roots, file: string): Placed | null {
  if (!isAbsolute(file)) return { root: 'results', path: file }
  for (const root of ['results', 'home'] as const) {
    const path = relative(rootOf(roots, { root }), file)
    const isOutside = path === '' || path.split(sep)[0] === '..' || isAbsolute(path)
    if (!isOutside) return { root, path: path.replaceAll(sep, '/') }
  }
  return null
}

/** A file of the home, or wherever `path` leads from, that belongs to no session. */
export const loneTarget = (path: string, name: string, kind: FileKind): RepairTarget => ({
  root: 'home',
  path,
  name,
  standsAt: path,
  kind,
  sessionId: null,
  taskId: null,
  agent: null,
  sessionState: null,
  hasResults: false,
})
