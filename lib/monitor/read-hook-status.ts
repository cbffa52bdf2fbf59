import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { callsOriginal } from '#lib/hooks/capture-hooks.ts'
import { isCallAt, type Used, usesIn } from '#lib/hooks/edit-settings.ts'
import {
  type HookEntry,
  hasComments,
  hookEntries,
  hooksAreOff,
  parseSettings,
} from '#lib/hooks/parse-settings.ts'
import { CAPTURE_EVENTS, LAUNCHER } from '#lib/model/capture-hooks.ts'
import type { HookStatus, ProgramStatus } from '#lib/model/hook-status.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import { readSettings, type SettingsPlaces } from './read-claude-settings.ts'
import { readPrograms } from './read-hook-programs.ts'
import { readLastCaptures } from './read-last-captures.ts'
import { readRecentProjects } from './read-recent-projects.ts'
import { type ClaudePlaces, ownPlaces, readSettingsFile, settingsPath } from './read-settings-file.ts'

type SettingsReading = HookStatus['settings'][number] & {
  entries: HookEntry[]
  used: Used[]
  isOff: boolean
}

/** How the capture hooks of a home are doing, by the settings of the user and those of a project. Writes nothing. */
export function readHookStatus(
  config: Config,
  project: string | null,
  claude: ClaudePlaces = ownPlaces(),
): HookStatus {
  const { home, resultsDirectory } = resolveRoots(config)
  const launcher = join(home, LAUNCHER)
  const paths = [...new Set([settingsPath(claude, project), settingsPath(claude, null)])]
  const settings = paths.map((path) => readEntries(path, launcher))
  const last = readLastCaptures(resultsDirectory)
  const events = CAPTURE_EVENTS.map(({ event }) => ({
    event,
    installedIn: settings
      .filter(({ used }) => used.some((one) => isCallAt(one, event)))
      .map(({ path }) => path),
    narrowed: settings.flatMap(({ path, used }) =>
      used.flatMap(({ entry, use }) =>
        entry.event === event && entry.narrowedTo !== null && 'call' in use
          ? { path, matcher: entry.narrowedTo }
          : [],
      ),
    ),
    lastCapturedAtMs: last[event],
  }))
  const missing = paths.flatMap((path) => readMissing(path, { home, ...claude }, project))
  const programs = readPrograms(home)
  const runs = dryStart(launcher, programs)
  const areWell =
    programs.every(({ state }) => state === 'current') &&
    events.every(({ installedIn }) => installedIn.length > 0) &&
    missing.length === 0 &&
    !settings.some(({ isOff }) => isOff)
  return {
    works: areWell && runs.ok,
    runs,
    programs,
    events,
    settings: settings.map(({ path, state, fault }) => ({ path, state, fault })),
    others: settings.flatMap(({ path, used }) => used.flatMap((one) => otherCommand(path, one))),
    missing,
    project,
    callingProjects: project === null ? callingProjects(resultsDirectory, paths, launcher) : [],
    originalCalls: settings[0]?.entries.filter(({ command }) => callsOriginal(command)).length ?? 0,
  }
}

const otherCommand = (path: string, { entry, use }: Used): HookStatus['others'] =>
  use.kind === 'own' ? [] : [{ path, event: entry.event, calls: use.kind === 'calls' }]

/** Only settings that are not those of the user, which hold there as well. */
function callingProjects(results: string, own: readonly string[], launcher: string): string[] {
  return readRecentProjects(results).filter((project) =>
    ['settings.json', 'settings.local.json']
      .map((name) => join(project, '.claude', name))
      .some(
        (path) => !own.includes(path) && readEntries(path, launcher).used.some(({ use }) => 'call' in use),
      ),
  )
}

function readMissing(path: string, places: SettingsPlaces, project: string | null): HookStatus['missing'] {
  const variables = project === null ? {} : { CLAUDE_PROJECT_DIR: project }
  const file = readSettings(path, { ...places, variables })
  return file.kind !== 'read'
    ? []
    : file.calls
        .filter(({ leadsTo }) => leadsTo === 'missing')
        .map(({ event, hook, foreign }) => ({ path, event, hook, restorable: foreign !== true }))
}

function readEntries(path: string, launcher: string): SettingsReading {
  try {
    const { text, state } = readSettingsFile(path)
    const root = parseSettings(text, path)
    const fault = faultOf(path, text, root)
    const entries = hookEntries(root)
    const used = usesIn(root, launcher)
    return { path, state: state === null ? 'missing' : 'read', fault, entries, used, isOff: fault !== null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { path, state: 'unusable', fault: error.message, entries: [], used: [], isOff: false }
  }
}

/** Why Claude Code calls none of the hooks that settings name; `null` where it does. */
function faultOf(path: string, text: string, root: ReturnType<typeof parseSettings>): string | null {
  if (hooksAreOff(root)) return `${path} says "disableAllHooks": Claude Code calls no hook.`
  return hasComments(text) ? `${path} has comments: Claude Code takes nothing from it until they go.` : null
}

/** Longer than any start takes, and shorter than anybody waits. */
const START_LIMIT_MS = 5000

/** What is there is started once, to say its version: only then is it known that it runs. */
function dryStart(launcher: string, programs: readonly ProgramStatus[]): HookStatus['runs'] {
  if (programs.some(({ state }) => state === 'missing'))
    return { ok: false, detail: 'It is not in the home.' }
  if (programs.some(({ state }) => state === 'in_the_way'))
    return { ok: false, detail: 'Something else is in its place.' }
  const { status, signal, error, stdout } = spawnSync(launcher, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: START_LIMIT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024,
  })
  if (error !== undefined) return { ok: false, detail: whyNot(error) }
  if (signal !== null) return { ok: false, detail: `It was ended by ${signal}.` }
  if (status !== 0) return { ok: false, detail: `It ended with ${status}.` }
  const said = stdout.trim().slice(0, 200)
  return said === ''
    ? { ok: false, detail: 'It says nothing: no Node was found that runs it.' }
    : { ok: true, detail: said }
}

function whyNot(error: Error): string {
  const code = systemErrorCode(error)
  if (code === null) throw error
  if (code === 'ETIMEDOUT') return `It did not start within ${START_LIMIT_MS / 1000} s.`
  return code === 'EACCES' ? 'It may not be run.' : `It could not be started (${code}).`
}
