import { AppError } from '#lib/errors.ts'
import { formatDuration } from '#lib/format/duration.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { ALIVE } from '#lib/recovery/plan-session-move.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { PlanningOptions } from './plan-request.ts'

type MoveAsked = Extract<PlanRequest, { quietForMs: unknown }>

/** How long sessions have to have been quiet; milliseconds. */
export function quietFor({ cleanupAfterMs, recoverAfterMs }: PlanningOptions, request: MoveAsked): number {
  return request.quietForMs ?? (request.action === 'clean_up' ? cleanupAfterMs : recoverAfterMs)
}

/**
 * `nothing_to_do` where all is well, and `all_left_out` where something is and may not be changed. Of sessions that are
 * silent and whose process is alive nobody knows that anything is wrong: whatever runs by the clock has not failed.
 */
export function noPlan(options: PlanningOptions, request: PlanRequest, { omitted }: PlannedItems): AppError {
  if (omitted.length === 0) return new AppError('nothing_to_do', whyNothing(options, request))
  const reasons = omitted.slice(0, REASONS_SHOWN).map(({ name, reason }) => ` ${name}: ${reason}`)
  const more = omitted.length - reasons.length
  const rest = more > 0 ? ` … and ${more} more.` : ''
  const code = omitted.every(({ reason }) => reason === ALIVE) ? 'nothing_to_do' : 'all_left_out'
  return new AppError(code, `Nothing of it can be done.${reasons.join('')}${rest}`)
}

const REASONS_SHOWN = 5

function whyNothing(options: PlanningOptions, request: PlanRequest): string {
  switch (request.action) {
    case 'clean_up':
    case 'recover':
      return `Nothing has been quiet for ${formatDuration(quietFor(options, request))}.`
    case 'repair':
      return 'No file is broken.'
    case 'integrate':
      return 'Every session that has ended is integrated.'
    case 'fix_hooks':
      return 'The hooks are there and can be run.'
    case 'install_hooks':
      return 'The hooks are installed and current.'
    case 'uninstall_hooks':
      return 'No hooks of this home are installed there.'
    case 'fix_permissions':
      return 'Nothing is open to other users.'
    case 'free_space':
      return 'No log is long or old, and nothing is past its retention.'
    case 'trash_sessions':
      return 'No session was named.'
    case 'import_results':
      return 'Every run that was imported has its result.'
    case 'undo':
      return 'Nothing of it is left to be taken back.'
    case 'trash_restore':
      return 'The trash is empty.'
    case 'trash_purge':
      return request.expired ? 'Nothing has been in the trash past its retention.' : 'The trash is empty.'
  }
}
