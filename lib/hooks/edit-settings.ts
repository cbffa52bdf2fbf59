import type { Node } from 'jsonc-parser'
import { CAPTURE_EVENTS } from '#lib/model/capture-hooks.ts'
import type { TextEdit } from '#lib/model/plan.ts'
import { callsOriginal, isOriginalCall, type LauncherUse, launcherUse } from './capture-hooks.ts'
import { appendTo, layoutOf, print, removeFrom } from './json-edits.ts'
import { type HookEntry, hookEntries, parseSettings, propertyOf, valueIn } from './parse-settings.ts'
import { applyEdits } from './text-edits.ts'

/** What is wanted of a text of settings. `path` is for messages. */
export type Wanted = {
  path: string
  /** Absolute. */
  launcher: string
  command: string
  old: 'keep' | 'replace'
}

/**
 * What makes settings call the launcher at every event; none where they do. Commands that do more than call it are somebody's
 * own, and stay. Throws as `parseSettings` does.
 */
export function installEdits(text: string, { path, launcher, command, old }: Wanted): TextEdit[] {
  const isOld = (entry: HookEntry): boolean => old === 'replace' && isOriginalCall(entry.command)
  const edits = removeEntries(text, path, (entry) => isOld(entry) || isNarrowed(entry, launcher))
  for (;;) {
    const edit = nextEdit(applyEdits(text, edits), path, launcher, command)
    if (edit === null) return edits
    edits.push(edit)
  }
}

/** Our call in a group that leaves something out goes, and one for everything comes: with both, agents would be told of twice. */
const isNarrowed = ({ event, command, narrowedTo }: HookEntry, launcher: string): boolean =>
  narrowedTo !== null &&
  CAPTURE_EVENTS.some((one) => one.event === event) &&
  launcherUse(command, launcher).kind === 'own'

/** The next thing that is missing, or `null`. */
function nextEdit(text: string, path: string, launcher: string, command: string): TextEdit | null {
  const root = parseSettings(text, path)
  if (root === null) return wholeFile(text, command)
  const used = usesIn(root, launcher)
  const stray = used.find(({ entry, use }) => use.kind === 'own' && entry.command !== command)
  if (stray !== undefined) return { ...rangeOf(stray.entry.commandNode), content: JSON.stringify(command) }
  const missing = CAPTURE_EVENTS.find(({ event }) => !used.some((one) => isCallAt(one, event, command)))
  if (missing === undefined) return null
  const hooks = valueIn(propertyOf(root, 'hooks'))
  if (hooks === undefined) return appendTo(text, root, 'hooks', allEvents(command))
  const matchers = valueIn(propertyOf(hooks, missing.event))
  const matcher = matcherOf(missing.timeoutS, command)
  if (matchers === undefined) return appendTo(text, hooks, missing.event, [matcher])
  return appendTo(text, matchers, null, matcher)
}

/** A command that has to do with the launcher. */
export type Used = { entry: HookEntry; use: LauncherUse }

export const usesIn = (root: Node | null, launcher: string): Used[] =>
  hookEntries(root)
    .map((entry) => ({ entry, use: launcherUse(entry.command, launcher) }))
    .filter(({ use }) => use.kind !== 'none')

/** Whether it makes our call at an event, for everything; `command`: that very one. */
export const isCallAt = ({ entry, use }: Used, event: string, command?: string): boolean =>
  entry.event === event &&
  entry.narrowedTo === null &&
  'call' in use &&
  (command === undefined || use.call === command)

/** Commands that do more than call the launcher, or may. */
export const othersIn = (text: string, path: string, launcher: string): Used[] =>
  usesIn(parseSettings(text, path), launcher).filter(({ use }) => use.kind !== 'own')

const rangeOf = ({ offset, length }: Node): Pick<TextEdit, 'offset' | 'length'> => ({ offset, length })

const matcherOf = (timeout: number, command: string) => ({ hooks: [{ type: 'command', command, timeout }] })

const allEvents = (command: string) =>
  Object.fromEntries(CAPTURE_EVENTS.map(({ event, timeoutS }) => [event, [matcherOf(timeoutS, command)]]))

function wholeFile(text: string, command: string): TextEdit {
  const offset = text.startsWith('\uFEFF') ? 1 : 0
  const { eol, indent } = layoutOf(text)
  return { offset, length: 0, content: `${print({ hooks: allEvents(command) }, '', { eol, indent })}${eol}` }
}

/** What takes our calls of the launcher out of settings, and nothing else. Throws as `parseSettings` does. */
export const uninstallEdits = (text: string, path: string, launcher: string): TextEdit[] =>
  removeEntries(text, path, ({ command }) => launcherUse(command, launcher).kind === 'own')

function removeEntries(text: string, path: string, isMeant: (entry: HookEntry) => boolean): TextEdit[] {
  const edits: TextEdit[] = []
  for (;;) {
    const now = applyEdits(text, edits)
    const root = parseSettings(now, path)
    const entry = hookEntries(root).find(isMeant)
    if (root === null || entry === undefined) return edits
    edits.push(...removeEntry(now, root, entry))
  }
}

/** With whatever around it would be left empty by it. */
function removeEntry(text: string, root: Node, { entry, list, matcher, matchers }: HookEntry): TextEdit[] {
  if (sizeOf(list) > 1) return removeFrom(text, list, entry)
  if (sizeOf(matchers) > 1) return removeFrom(text, matchers, matcher)
  const hooksProperty = propertyOf(root, 'hooks')
  const hooks = valueIn(hooksProperty)
  const eventProperty = matchers.parent
  if (hooks === undefined || hooksProperty === undefined || eventProperty === undefined) return []
  return sizeOf(hooks) > 1 ? removeFrom(text, hooks, eventProperty) : removeFrom(text, root, hooksProperty)
}

const sizeOf = ({ children }: Node): number => children?.length ?? 0

/** Commands of the original that settings call. */
export const originalCalls = (text: string, path: string): HookEntry[] =>
  hookEntries(parseSettings(text, path)).filter(({ command }) => callsOriginal(command))
