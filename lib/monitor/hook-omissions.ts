import { isOriginalCall } from '#lib/hooks/capture-hooks.ts'
import { originalCalls, othersIn, type Used } from '#lib/hooks/edit-settings.ts'
import { type HookEntry, hasComments, hooksAreOff, parseSettings } from '#lib/hooks/parse-settings.ts'
import type { PlanOmission } from '#lib/model/plan.ts'
import type { SettingsFile } from '#lib/model/settings-file.ts'

/** What an installation of hooks leaves in settings as it is, and why. */
export function omittedAtInstall(
  settings: SettingsFile,
  old: 'keep' | 'replace',
  launcher: string,
): PlanOmission[] {
  const { path, text } = settings
  const originals = originalCalls(text, path)
  const kept = old === 'keep' ? originals : []
  const mixed = old === 'keep' ? [] : originals.filter((entry) => !isOriginalCall(entry.command))
  return [
    ...(kept.length === 0 ? [] : [keptCalls(settings, kept.length)]),
    ...mixed.map((entry) =>
      left(settings, entry, "It does more than call a hook of the original's: it stays."),
    ),
    ...othersIn(text, path, launcher).map((one) => leftAtInstall(settings, one)),
    ...(hooksAreOff(parseSettings(text, path)) ? [switchedOff(settings)] : []),
    ...(hasComments(text) ? [commented(settings)] : []),
  ]
}

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

export const leftAtUninstall = (settings: SettingsFile, { entry }: Used) =>
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
