import { lstatSync } from 'node:fs'
import { join, sep } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { captureCommand, isOriginalCall } from '#lib/hooks/capture-hooks.ts'
import {
  installEdits,
  originalCalls,
  othersIn,
  type Used,
  uninstallEdits,
  usesIn,
} from '#lib/hooks/edit-settings.ts'
import { type HookEntry, hasComments, hooksAreOff, parseSettings } from '#lib/hooks/parse-settings.ts'
import { applyEdits } from '#lib/hooks/text-edits.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { BACKUPS, LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { Plan, Step, TextEdit } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { SettingsFile } from '#lib/model/settings-file.ts'
import { hashOf } from '#lib/recovery/make-bytes.ts'
import { planInstall, planUninstall } from '#lib/recovery/plan-install.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { Roots } from '#lib/recovery/steps.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { stampFrom, statEntry } from '#lib/store/list-directory.ts'
import { resolveParents } from '#lib/store/resolve-parents.ts'
import { readHookPrograms } from './read-hook-programs.ts'
import { type ClaudePlaces, readSettingsFile, settingsPath } from './read-settings-file.ts'

type Options = Roots & { journal: Journal; claude: ClaudePlaces }
type Install = Extract<PlanRequest, { action: 'install_hooks' }>
type Uninstall = Extract<PlanRequest, { action: 'uninstall_hooks' }>

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
  const originals = originalCalls(settings.text, settings.path)
  const kept = old === 'keep' ? originals : []
  const mixed = old === 'keep' ? [] : originals.filter((entry) => !isOriginalCall(entry.command))
  const omitted = [
    ...(kept.length === 0 ? [] : [keptCalls(settings, kept.length)]),
    ...mixed.map((entry) =>
      left(settings, entry, "It does more than call a hook of the original's: it stays."),
    ),
    ...othersIn(settings.text, settings.path, launcher).map((one) => leftAtInstall(settings, one)),
    ...(hooksAreOff(parseSettings(settings.text, settings.path)) ? [switchedOff(settings)] : []),
    ...(hasComments(settings.text) ? [commented(settings)] : []),
  ]
  return planned.items.length === 0 ? planned : { ...planned, omitted }
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

function keptCalls({ path }: SettingsFile, count: number) {
  const reason = `${count === 1 ? 'One call' : `${count} calls`} of the original's hooks stay as they are: a current Claude Code hands them nothing, so no result is kept twice. --replace-old takes them out.`
  return { name: `Old hooks in ${path}`, reason }
}

const left = ({ path }: SettingsFile, { event }: HookEntry, reason: string) => ({
  name: `${event} in ${path}`,
  reason,
})

/** Each command is somebody's own, and none of it is repeated: it may hold keys. */
function leftAtInstall(settings: SettingsFile, { entry, use }: Used) {
  const why =
    use.kind === 'calls'
      ? 'One of its commands calls the hook and does more: it stays as it is'
      : 'One of its commands names the hook, and does more or something else: it stays as it is, and counts as no call'
  return left(settings, entry, `${why}.`)
}

const leftAtUninstall = (settings: SettingsFile, { entry }: Used) =>
  left(
    settings,
    entry,
    'One of its commands names the hook, and does more or something else: it stays, and so do the hooks. Take the hook out of it yourself.',
  )

/** Whoever wrote that has a reason. */
const switchedOff = ({ path }: SettingsFile) => ({
  name: '"disableAllHooks"',
  reason: `It stays in ${path}: until it goes, Claude Code calls no hook.`,
})

const commented = ({ path }: SettingsFile) => ({
  name: `Comments in ${path}`,
  reason: 'They stay: until they go, Claude Code takes nothing from that file, and calls no hook.',
})

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

/**
 * Plans that the capture hooks are called no more. Where nothing was changed since they were installed, the settings are as
 * they were before, byte for byte; else only the calls go.
 */
export function planHookUninstall(
  options: Options,
  { project }: Uninstall,
  operationId: string,
): PlannedItems {
  const { home, journal, claude } = options
  const path = settingsPath(claude, project)
  const settings = readSettingsFile(path)
  const launcher = join(home, LAUNCHER)
  const replaced = installsOf(journal)
  const back = takeBack(settings, replaced)
  const edits = [...back.edits, ...uninstallEdits(applyEdits(settings.text, back.edits), path, launcher)]
  const kept = othersIn(applyEdits(settings.text, edits), path, launcher)
  const others = [...new Set([settingsPath(claude, null), ...replaced.map(({ place }) => place)])]
  const isCalled = kept.length > 0 || others.some((other) => other !== path && calls(other, launcher))
  const planned = planUninstall({
    settings,
    edits,
    remove: back.remove && edits.length === back.edits.length,
    programs: isCalled ? [] : installedPrograms(home),
    operationId,
  })
  return { ...planned, omitted: kept.map((one) => leftAtUninstall(settings, one)) }
}

type Replaced = Extract<Step, { kind: 'replace' }> & { place: string }

/** What installations did to settings, the newest first. */
function installsOf(journal: Journal): Replaced[] {
  const plans = journal
    .operations()
    .latest(OPERATIONS_LOOKED_AT)
    .filter(({ action, status }) => action === 'install_hooks' && status !== 'failed')
    .map(({ id }) => journal.plans().ofOperation(id))
  return plans.flatMap((plan) => (plan === null ? [] : replacedBy(plan)))
}

const OPERATIONS_LOOKED_AT = 10_000

const replacedBy = ({ items }: Plan): Replaced[] =>
  items.flatMap(({ name, steps }) =>
    steps.flatMap((step) => (step.kind === 'replace' ? { ...step, place: name } : [])),
  )

/** From what the settings say now back to what they said before the first of the installations that led there. */
function takeBack({ path, state, text }: SettingsFile, replaced: readonly Replaced[]) {
  const edits: TextEdit[] = []
  const seen = new Set<string>()
  for (let sha256 = state?.sha256; sha256 !== undefined && !seen.has(sha256); ) {
    seen.add(sha256)
    const step = replaced.find(({ place, after }) => place === path && after?.sha256 === sha256)
    if (step === undefined) break
    edits.push(...step.back)
    if (step.before === null) return { edits, remove: true }
    sha256 = hashOf(Buffer.from(applyEdits(text, edits)))
  }
  return { edits, remove: false }
}

function installedPrograms(home: string) {
  return [LAUNCHER, PROGRAM].flatMap((path) => {
    if (statEntry(join(home, path)).kind !== 'file') return []
    const stat = lstatSync(containedPath(home, path), { throwIfNoEntry: false })
    return stat?.isFile() ? { path, stamp: stampFrom(stat) } : []
  })
}

/** Settings that cannot be read may well call it. */
function calls(path: string, launcher: string): boolean {
  try {
    const { text } = readSettingsFile(path)
    return usesIn(parseSettings(text, path), launcher).length > 0
  } catch (error) {
    if (error instanceof AppError) return true
    throw error
  }
}
