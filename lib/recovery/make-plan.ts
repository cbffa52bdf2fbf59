import { randomBytes } from 'node:crypto'
import { quoteForShell } from '#lib/format/shell.ts'
import { PLAN_LIFE_MS } from '#lib/journal/plans.ts'
import type { Plan } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { PlannedItems } from './planned-items.ts'

/** An id that can be read aloud and typed, sorts by time, and is nobody else's. */
export function makePlanId(nowMs: number): string {
  const time = new Date(nowMs).toISOString().replace(/\D/g, '').slice(0, 14)
  return `${time.slice(0, 8)}-${time.slice(8)}-${randomBytes(4).toString('hex')}`
}

/** `consented`: somebody typed beforehand that this may be done. */
type PlanMaking = {
  id: string
  request: PlanRequest
  planned: PlannedItems
  consented: boolean
  nowMs: number
}

export function makePlan({ id, request, planned, consented, nowMs }: PlanMaking): Plan {
  const { items, omitted } = planned
  const isFinal = request.action === 'trash_purge'
  return {
    id,
    action: request.action,
    items,
    omitted,
    reversible: !isFinal,
    typed: isFinal && !consented ? 'purge' : null,
    command: `trinitas ${commandOf(
      request,
      items.map(({ name }) => name),
    )}`,
    files: items.reduce((sum, { files }) => sum + files, 0),
    sizeBytes: items.reduce((sum, item) => sum + item.sizeBytes, 0),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + PLAN_LIFE_MS,
    undoes: request.action === 'undo' ? request.operation : null,
    ...(planned.ordered ? { ordered: true } : {}),
  }
}

/** The same from a shell, for what of it is done: `names`, where it was asked for by name. */
function commandOf(request: PlanRequest, names: readonly string[]): string {
  switch (request.action) {
    case 'clean_up':
    case 'recover': {
      const { action, sessions, quietForMs } = request
      const time = quietForMs === null ? '' : ` --older-than ${quietForMs}ms`
      return `${action === 'clean_up' ? 'cleanup' : 'recover'}${time}${sessions === null ? '' : namesOf(names)}`
    }
    case 'repair':
      return request.files === null
        ? 'repair --write'
        : `repair --write${request.accept ? ' --accept' : ''}${namesOf(names)}`
    case 'integrate':
      return `integrate${request.sessions === null ? '' : namesOf(names)}`
    case 'fix_hooks':
      return `fix hooks${request.old === 'replace' ? ' --replace-old' : ''}`
    case 'fix_permissions':
      return 'fix permissions'
    case 'install_hooks':
      return `hooks install${scopeOf(request)}${request.old === 'replace' ? ' --replace-old' : ''}`
    case 'uninstall_hooks':
      return `hooks uninstall${scopeOf(request)}`
    case 'free_space':
      return 'free-space'
    case 'trash_sessions':
      return `trash move${namesOf(names)}`
    case 'import_results':
      return `import --results${request.sinceMs === null ? '' : ` --since ${new Date(request.sinceMs).toISOString()}`}`
    case 'undo':
      return `undo ${quoteForShell(request.operation)}`
    case 'trash_restore':
      return `trash restore${request.entries === null ? '' : namesOf(names)}`
    case 'trash_purge':
      return `trash purge${request.expired ? ' --expired' : ''}${request.entries === null ? '' : namesOf(names)}`
  }
}

/** Behind two dashes where one could be taken for an option. */
function namesOf(names: readonly string[]): string {
  const dashes = names.some((name) => name.startsWith('-')) ? ' --' : ''
  return dashes + names.map((name) => ` ${quoteForShell(name)}`).join('')
}

const scopeOf = ({ project }: Extract<PlanRequest, { project: unknown }>): string =>
  project === null ? '' : ` --scope project --project ${quoteForShell(project)}`
