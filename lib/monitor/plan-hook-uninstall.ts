import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { othersIn, uninstallEdits, usesIn } from '#lib/hooks/edit-settings.ts'
import { parseSettings } from '#lib/hooks/parse-settings.ts'
import { applyEdits } from '#lib/hooks/text-edits.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { Plan, Step, TextEdit } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { SettingsFile } from '#lib/model/settings-file.ts'
import { hashOf } from '#lib/recovery/make-bytes.ts'
import { planUninstall } from '#lib/recovery/plan-install.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { Roots } from '#lib/recovery/steps.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { stampFrom, statEntry } from '#lib/store/list-directory.ts'
import { leftAtUninstall } from './hook-omissions.ts'
import { type ClaudePlaces, readSettingsFile, settingsPath } from './read-settings-file.ts'

type Options = Roots & { journal: Journal; claude: ClaudePlaces }
type Uninstall = Extract<PlanRequest, { action: 'uninstall_hooks' }>

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
