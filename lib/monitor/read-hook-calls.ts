import { basename, isAbsolute, join, relative } from 'node:path'
import { isOurArguments } from '#lib/hooks/capture-hooks.ts'
import { commandWords, firstCall } from '#lib/hooks/command-words.ts'
import { CRITICAL_HOOKS, isRestorable } from '#lib/hooks/critical-hooks.ts'
import { narrowing } from '#lib/hooks/parse-settings.ts'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { HookCall } from '#lib/model/health-evidence.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { ownField } from '#lib/store/parse-json.ts'
import { realPath } from '#lib/store/real-path.ts'
import { resolveParents } from '#lib/store/resolve-parents.ts'

type Places = { home: string; userHome: string; variables?: Readonly<Record<string, string>> }

/** More commands, or longer ones, than anybody calls hooks by. */
const COMMANDS_LIMIT = 1000
const COMMAND_CHARACTERS = 8192

/** Which critical hooks the `hooks` of a `settings.json` call: events, each a list of matchers with commands. */
export function readHookCalls(
  hooks: unknown,
  places: Places,
): { hooksFault: string | null; calls: HookCall[] } {
  if (hooks === undefined) return { hooksFault: null, calls: [] }
  if (typeof hooks !== 'object' || hooks === null || Array.isArray(hooks))
    return { hooksFault: 'Expected "hooks" to be an object, with a list for each event.', calls: [] }
  const faults = new Set<string>()
  const commands = Object.entries(hooks).flatMap(([event, matchers]) =>
    commandsOf(event, matchers, () => faults.add(eventWord(event))),
  )
  return {
    hooksFault:
      faults.size === 0
        ? null
        : `Expected a list of {matcher, hooks: [{type, command}]} for ${[...faults].join(', ')}.`,
    calls: commands.slice(0, COMMANDS_LIMIT).flatMap((command) => callsOf(command, places)),
  }
}

/** Names of events are words; anything else is not worth being repeated. */
const eventWord = (event: string): string => (/^[A-Za-z]{1,40}$/.test(event) ? event : 'an unknown event')

type Command = { event: string; command: string; narrowedTo: string | null }

function commandsOf(event: string, matchers: unknown, onFault: () => void): Command[] {
  const groups: unknown[] = Array.isArray(matchers) ? matchers : [null]
  return groups.flatMap((group): Command[] => {
    const list = ownField(group, 'hooks')
    if (!Array.isArray(list)) {
      onFault()
      return []
    }
    const narrowedTo = narrowing(event, ownField(group, 'matcher'))
    const commands: unknown[] = list.map((entry) => ownField(entry, 'command'))
    return commands
      .filter((command) => typeof command === 'string')
      .filter(({ length }) => length <= COMMAND_CHARACTERS)
      .map((command) => ({ event, command, narrowedTo }))
  })
}

function callsOf({ event, command, narrowedTo }: Command, places: Places): HookCall[] {
  const words = commandWords(command)
  const known = [...CRITICAL_HOOKS, LAUNCHER].flatMap((hook) => {
    const name = basename(hook)
    const named = words.filter((word) => word === name || word.endsWith(`/${name}`))
    if (named.length === 0) return []
    const leads = named.map((word) => whereTo(word, hook, places))
    const leadsTo = leads.includes('this') ? 'this' : leads.includes('other') ? 'other' : 'nothing'
    const call: HookCall = { hook, event: eventWord(event), leadsTo }
    return hook === LAUNCHER ? [{ ...call, ...limitsOf(command, narrowedTo, places) }] : [call]
  })
  const missing = missingHooks(command, words, places)
  return [
    ...known.filter(({ hook }) => !missing.includes(hook)),
    ...missing.map((hook): HookCall => {
      const call = { hook, event: eventWord(event), leadsTo: 'missing' } as const
      return isRestorable(hook) ? call : { ...call, foreign: true }
    }),
  ]
}

/** Whoever asks beforehand whether a file is there does not miss it. */
const ASKS = /^\s*(?:test|if|\[\[?)\s/
/** What is called, and not only written to or read. */
const SCRIPT = /\.(?:sh|bash|py|[cm]?js|rb|pl)$/

/** Files of the home's hooks that a command calls and that are not there, but those that installing brings; below the home. */
function missingHooks(command: string, words: readonly string[], places: Places): string[] {
  if (ASKS.test(command)) return []
  const program = firstCall(command)?.words[0]
  const named = words.filter((word) => SCRIPT.test(word) || word === program)
  const hooks = named.flatMap((word) => {
    const path = expand(word, places)
    if (!isAbsolute(path) || statEntry(path).kind !== 'gone') return []
    const hook = relative(places.home, resolveParents(path))
    return hook.startsWith('hooks/') && hook !== LAUNCHER && hook !== PROGRAM ? [hook] : []
  })
  return [...new Set(hooks)]
}

/** What keeps a call of the launcher from being one in any case. */
function limitsOf(
  command: string,
  narrowedTo: string | null,
  places: Places,
): Pick<HookCall, 'narrowedTo' | 'unsure'> {
  const [program = '', ...args] = firstCall(command)?.words ?? []
  const isSure = isOurArguments(args) && whereTo(program, LAUNCHER, places) !== 'nothing'
  return { ...(narrowedTo === null ? {} : { narrowedTo }), ...(isSure ? {} : { unsure: true }) }
}

function expand(word: string, { home, userHome, variables = {} }: Places): string {
  return word
    .replace(
      /^\$(?:\{([A-Z_]+)\}|([A-Z_]+)\b)/,
      (whole, braced?: string, bare?: string) => variables[braced ?? bare ?? ''] ?? whole,
    )
    .replace(/^~(?=\/)/, () => userHome)
    .replace(/^\$(?:HOME\b|\{HOME\})/, () => userHome)
    .replace(/^\$(?:TRINITAS_HOME\b|\{TRINITAS_HOME\})/, () => home)
}

function whereTo(word: string, hook: string, places: Places): HookCall['leadsTo'] {
  const path = expand(word, places)
  const reached = isAbsolute(path) ? realPath(path) : null
  if (reached !== null) return reached === realPath(join(places.home, hook)) ? 'this' : 'other'
  // What a variable leads to is only known when it is run.
  return path.startsWith('$') ? 'other' : 'nothing'
}
