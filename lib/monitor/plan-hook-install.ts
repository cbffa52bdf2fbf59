import { join, sep } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { captureCommand } from '#lib/hooks/capture-hooks.ts'
import { installEdits } from '#lib/hooks/edit-settings.ts'
import { BACKUPS, LAUNCHER } from '#lib/model/capture-hooks.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { planInstall } from '#lib/recovery/plan-install.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { Roots } from '#lib/recovery/steps.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { resolveParents } from '#lib/store/resolve-parents.ts'
import { omittedAtInstall } from './hook-omissions.ts'
import { readHookPrograms } from './read-hook-programs.ts'
import { type ClaudePlaces, readSettingsFile, settingsPath } from './read-settings-file.ts'

type Options = Roots & { claude: ClaudePlaces }
type Install = Extract<PlanRequest, { action: 'install_hooks' }>

/** Plans that Claude Code calls the capture hooks of this home, from what there is just now. */
export function planHookInstall(
  options: Options,
  { project, old }: Install,
  operationId: string,
): PlannedItems {
  const { home, root } = options
  requirePathOfNode(home)
  const settings = readSettingsFile(settingsPath(options.claude, project))
  const launcher = join(home, LAUNCHER)
  const command = captureCommand(launcher, isUsual(options) ? null : root)
  const edits = installEdits(settings.text, { path: settings.path, launcher, command, old })
  const planned = planInstall({
    programs: readHookPrograms(home),
    missing: missingDirectories(options, edits.length > 0 && settings.state !== null),
    settings,
    edits,
    operationId,
  })
  return planned.items.length === 0
    ? planned
    : { ...planned, omitted: omittedAtInstall(settings, old, launcher) }
}

/** A path that Node runs a program from. Throws `AppError('cannot_begin')`. */
export function requirePathOfNode(home: string): void {
  if (sep === '\\' || !home.includes('\\')) return
  throw new AppError(
    'cannot_begin',
    `The home ${home} has a backslash in its path, and Node runs no program from there: nothing would be captured. Name another with TRINITAS_HOME or --home. Nothing was changed.`,
    { path: home },
  )
}

/** The results directory may not be there yet, and is named by links then. */
const isUsual = ({ home, root }: Roots): boolean => resolveParents(root) === join(home, 'parallel_results')

const AREAS = ['temp', 'running', 'completed', 'integrated', 'failed'] as const

/** Of results that lie elsewhere, only what is below the home. */
function missingDirectories({ home, root }: Roots, backs: boolean): string[] {
  const results = isUsual({ home, root }) ? ['parallel_results'] : []
  const areas = results.flatMap((directory) => AREAS.map((area) => `${directory}/${area}`))
  const hooks = ['hooks', 'hooks/capture', ...(backs ? [BACKUPS] : [])]
  return [...results, ...areas, 'logs', ...hooks].filter(
    (path) => statEntry(join(home, path)).kind === 'gone',
  )
}
