import { join } from 'node:path'
import { AppError } from '#lib/errors.ts'
import type { PlanOmission } from '#lib/model/plan.ts'
import { type IntegrationEvidence, type Merged, planIntegration } from '#lib/recovery/plan-integration.ts'
import { beyondLimit, type PlannedItems } from '#lib/recovery/planned-items.ts'
import { openPlanningThread } from '#lib/recovery/planning-thread.ts'
import { hashFile } from '#lib/store/hash-file.ts'
import type { PlanningOptions } from './plan-request.ts'
import { readHooks } from './read-hooks.ts'

export const INTEGRATOR_HOOK = 'hooks/python/integrate_parallel_results.py'

/** Plans the merge of sessions, by this program or by the user's own, as it is configured. */
export async function planIntegrations(
  options: PlanningOptions,
  sessions: readonly string[] | null,
  operationId: string,
): Promise<PlannedItems> {
  const hook = options.integrator === 'hook' ? hookOf(options.home) : null
  using thread = openPlanningThread()
  const merge = async ({ merge }: IntegrationEvidence): Promise<Merged | string> => {
    if (hook !== null) return hook
    const parts = await thread.ask<'merge'>({ kind: 'merge', root: options.root, merge })
    if (parts === null) return 'Its results are too long to be merged here.'
    return typeof parts === 'string' ? parts : { by: 'integrator', parts }
  }
  const source = options.source()
  const waiting = sessions === null ? await source.neverIntegrated() : [...sessions]
  const planned: PlannedItems = { items: [], omitted: [] }
  // A few at a time, so that whoever asks something else meanwhile is answered.
  while (waiting.length > 0 && planned.items.length < options.runLimit) {
    const next = waiting.splice(0, Math.min(AT_ONCE, options.runLimit - planned.items.length))
    const { evidence, unknown } = await source.integrationEvidence(next)
    const { items, omitted } = await planIntegration(evidence, merge, {
      operationId,
      named: sessions !== null,
    })
    planned.items.push(...items)
    planned.omitted.push(...unknown.map(isUnknown), ...omitted)
  }
  planned.omitted.push(...waiting.map((name) => beyondLimit(name, options.runLimit, 'session')))
  return planned
}

const AT_ONCE = 100

const isUnknown = (name: string): PlanOmission => ({ name, reason: 'There is no such session.' })

/** Throws `AppError('hook_failed')` where it is configured and cannot be run. */
function hookOf(home: string): Merged {
  const path = join(home, INTEGRATOR_HOOK)
  const found = readHooks(home).find((hook) => hook.path === path)
  if (found?.kind !== 'there' || found.what !== 'file')
    throw new AppError(
      'hook_failed',
      `${path} is configured to merge results, and it is not there as a regular file. Put it there, or set "integrator" to "own".`,
      { path },
    )
  return { by: 'hook', path, sha256: hashFile(path) }
}
