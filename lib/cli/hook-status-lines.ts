import { formatAge } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { quoteForShell } from '#lib/format/shell.ts'
import type { EventHook, HookStatus, ProgramStatus } from '#lib/model/hook-status.ts'
import { heading } from './print.ts'

/** How the capture hooks are doing, for a person. */
export function hookStatusLines(status: HookStatus, nowMs = Date.now()): string[] {
  const { programs, runs, events, settings, others, missing, originalCalls } = status
  return [
    heading('Hooks'),
    ...events.map((hook) => eventLine(hook, nowMs)),
    ...programs.map(programLine),
    `${runs.ok ? '✅' : '❌'} ${runs.ok ? 'Runs' : 'Does not run'}: ${printable(runs.detail)}`,
    ...settings.flatMap(({ fault }) => (fault === null ? [] : [`⚠️  ${printable(fault)}`])),
    ...others.map(otherLine),
    ...(originalCalls === 0
      ? []
      : [
          `⚠️  Calls of the original's hooks: ${originalCalls}. A current Claude Code hands them nothing, so no result is kept twice.`,
        ]),
    ...missing.map(
      ({ path, event, hook }) => `❌ ${printable(`${hook} is missing, and ${path} calls it (${event})`)}.`,
    ),
    '',
    ...endLines(status),
  ]
}

function endLines(status: HookStatus): string[] {
  const { works, missing, runs, programs, events, callingProjects, project } = status
  if (works) return ['Claude Code calls the hooks of this home.']
  const isFine = runs.ok && programs.every(({ state }) => state === 'current')
  const isInstalled = events.every(({ installedIn }) => installedIn.length > 0)
  const isForProjects = isFine && callingProjects.length > 0
  const again = `trinitas hooks install${project === null ? '' : ` --project ${quoteForShell(project)}`}`
  return [
    ...callingProjects.map(
      (one) =>
        `The settings of the project ${printable(one)} call them: trinitas hooks status --project ${printable(quoteForShell(one))}`,
    ),
    ...(isInstalled || project !== null ? [] : [scopeLine(isForProjects)]),
    ...((isFine && isInstalled && missing.length > 0) || isForProjects
      ? []
      : [`Not all is well: ${printable(again)} mends it.`]),
    ...(missing.some(({ restorable }) => restorable)
      ? [
          'Each call of a hook that is missing fails: trinitas fix hooks restores what comes with this program.',
        ]
      : []),
    ...(missing.some(({ restorable }) => !restorable)
      ? ['What does not come with it is to be written again, or its call taken out of the settings.']
      : []),
  ]
}

const scopeLine = (isForProjects: boolean): string =>
  isForProjects
    ? 'Those of the user, which hold everywhere, do not. Where that is meant, nothing is to be done: trinitas hooks install would have every project call them.'
    : 'These are the settings of the user. Those of a project: trinitas hooks status --project DIR'

function eventLine({ event, installedIn, narrowed, lastCapturedAtMs }: EventHook, nowMs: number): string {
  const last =
    lastCapturedAtMs === null ? 'nothing captured yet' : `last captured ${formatAge(lastCapturedAtMs, nowMs)}`
  const name = printable(event)
  if (installedIn.length > 0) return `✅ ${name}: installed in ${printable(installedIn.join(', '))}, ${last}`
  if (narrowed.length === 0) return `❌ ${name}: not installed`
  const places = narrowed.map(({ path, matcher }) => `for ${JSON.stringify(matcher)} in ${path}`)
  return `❌ ${name}: installed ${printable(places.join(', '))} alone, which leaves ${LEFT_OUT[event] ?? 'all others'} out`
}

const LEFT_OUT: Readonly<Record<string, string>> = {
  SubagentStart: 'all other agents',
  SubagentStop: 'all other agents',
  SessionEnd: 'all other ends of sessions',
}

const otherLine = ({ path, event, calls }: HookStatus['others'][number]): string =>
  calls
    ? `–  ${printable(`${event} in ${path}`)}: a command calls the hook and does more. It stays as it is.`
    : `⚠️  ${printable(`${event} in ${path}`)}: a command names the hook, and does more or something else. It counts as no call, and stays as it is.`

const STATES: Readonly<Record<ProgramStatus['state'], string>> = {
  current: 'current',
  outdated: 'another version than that of this program',
  missing: 'missing',
  not_executable: 'not executable',
  in_the_way: 'something else is in its place: look at it, and move it away',
  unseen: 'unknown: this program is not built, or may not look at it',
}

const programLine = ({ path, state }: ProgramStatus): string =>
  `${state === 'current' ? '✅' : '❌'} ${printable(path)}: ${STATES[state]}`
