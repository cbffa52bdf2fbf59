import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ask, YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, type CommandInput, JSON_OPTION, type OptionSpec } from '#lib/cli/command.ts'
import { hookStatusLines } from '#lib/cli/hook-status-lines.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { makeHome, readHookStatus, requirePathOfNode } from '#lib/monitor.ts'

const SCOPE_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  scope: {
    type: 'string',
    value: 'WHERE',
    help: 'user (~/.claude/settings.json, or in CLAUDE_CONFIG_DIR; the default) or project',
  },
  project: { type: 'string', value: 'DIR', help: 'the project, where that is meant (the working directory)' },
}

export const hooksInstall: Command = {
  name: 'hooks install',
  usage: 'hooks install',
  summary:
    'have Claude Code call the capture hooks: copies them into the home and names them in settings.json',
  arity: 0,
  options: {
    ...SCOPE_OPTIONS,
    'replace-old': { type: 'boolean', help: "take calls of the original's hooks out of the settings" },
    'keep-old': { type: 'boolean', help: 'leave them (the default where nobody can be asked)' },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  async run(input) {
    const project = projectOf(input)
    const given = givenOld(input)
    requireHome(input)
    const old = given ?? (await askOld(input, project))
    return changeHome(input, { action: 'install_hooks', project, old }, 'Installed the hooks')
  },
}

export const hooksUninstall: Command = {
  name: 'hooks uninstall',
  usage: 'hooks uninstall',
  summary: 'take the capture hooks out of settings.json, byte for byte where nothing else was changed since',
  arity: 0,
  options: { ...SCOPE_OPTIONS, yes: YES_OPTION, json: JSON_OPTION },
  run: (input) =>
    changeHome(input, { action: 'uninstall_hooks', project: projectOf(input) }, 'Uninstalled the hooks'),
}

export const hooksStatus: Command = {
  name: 'hooks status',
  usage: 'hooks status',
  summary: 'whether each hook is installed, current, can be run and runs, and when it last captured',
  arity: 0,
  options: { ...SCOPE_OPTIONS, json: JSON_OPTION },
  async run(input) {
    const status = readHookStatus(input.config, projectOf(input))
    if (input.options.json) printJson(status)
    else for (const line of hookStatusLines(status)) print(line)
    return status.works ? 0 : 1
  },
}

/** The project that is meant, absolute; `null` for the settings of the user. Throws `AppError('usage')`. */
function projectOf({ options: { scope, project } }: CommandInput): string | null {
  if (scope !== undefined && scope !== 'user' && scope !== 'project')
    throw new AppError('usage', `--scope is user or project, not ${JSON.stringify(scope)}.`)
  if (scope === 'user' && project !== undefined)
    throw new AppError('usage', '--project names a project, and --scope user means none.')
  if (scope !== 'project' && project === undefined) return null
  const directory = resolve(typeof project === 'string' ? project : '.')
  if (!isDirectory(directory)) throw new AppError('usage', `--project: there is no directory ${directory}.`)
  return directory
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return false
  }
}

function givenOld({ options }: CommandInput): 'keep' | 'replace' | null {
  const [keeps, replaces] = [options['keep-old'] === true, options['replace-old'] === true]
  if (keeps && replaces) throw new AppError('usage', 'Either --keep-old or --replace-old, not both.')
  return keeps ? 'keep' : replaces ? 'replace' : null
}

/** Whoever installs hooks may have no home yet. Nothing is made where nobody can say yes. */
function requireHome({ config, options }: CommandInput): void {
  requirePathOfNode(config.home)
  if (existsSync(config.home)) return
  if (options.yes !== true && !process.stdin.isTTY)
    throw new AppError(
      'not_confirmed',
      'Nothing was changed: this asks on a terminal. Or say so beforehand with --yes.',
    )
  makeHome(config.home)
}

/** Asked only where there are any, and somebody to be asked. */
async function askOld(
  { config, options }: CommandInput,
  project: string | null,
): Promise<'keep' | 'replace'> {
  if (options.yes === true || options.json === true || !process.stdin.isTTY) return 'keep'
  const count = readHookStatus(config, project).originalCalls
  if (count === 0) return 'keep'
  const calls = count === 1 ? 'one call' : `${count} calls`
  const answer = await ask(
    `There is ${calls} of the original's hooks, which a current Claude Code hands nothing. Take it out? [y/N] `,
  )
  return /^y(?:es)?$/i.test(answer) ? 'replace' : 'keep'
}
