import { type Config, type ConfigSources, checkConfig, configFileOf, givenOutside } from '#lib/config.ts'
import { valueText } from '#lib/format/setting-words.ts'
import type { SettingChange, SettingFault, SettingPath, SettingValue } from '#lib/model/setting.ts'
import { settingName } from '#lib/model/setting.ts'
import { findSetting, isSamePath, placeOf, SETTINGS, valueAt } from './describe-settings.ts'
import { editJsoncAll, type JsoncChange } from './edit-jsonc.ts'
import { isInFile, valueIn } from './find-in-file.ts'
import { parseJsonc } from './parse-config-file.ts'
import { hasWebhook, NO_WEBHOOK, webhookEdit, webhookName, webhookText } from './webhook-change.ts'
import { writeSetting } from './write-setting.ts'

/** What stands in for an address in lists and in the audit. */
export type ChangedSetting = { path: SettingPath; from: string; to: string }

export type PreparedChange =
  | { kind: 'refused'; faults: SettingFault[] }
  /** `left`: what was wrong in the file before and is so still. */
  | { kind: 'prepared'; text: string; config: Config; changed: ChangedSetting[]; left: SettingFault[] }

/** `atStart`: what takes a restart may be mended too, where it is wrong. */
export type ChangeOptions = { atStart?: boolean }

/**
 * What the config file would say with these changes, and whether it may: nothing may be wrong in it that was not so
 * before, and what is changed must be right. What is so already is left out. `text` is `null` where there is no file.
 */
export function prepareChange(
  sources: ConfigSources,
  text: string | null,
  changes: readonly SettingChange[],
  options: ChangeOptions = {},
): PreparedChange {
  const file = configFileOf(sources)
  const before = stateOf(sources, text)
  const refused = [
    ...faultsOfText(text, file),
    ...changes.flatMap((change) => mayNot(sources, before, change, options)),
  ]
  if (refused.length > 0) return { kind: 'refused', faults: refused }
  const wanted = changes.filter(({ path, value }) => value !== null || isThere(text, path))
  const after = applyChanges(sources, text, wanted)
  const asked = wanted.map(({ path }) => path)
  const left = after.faults.map((fault) => ({ fault, placed: placeFault(fault, file, asked) }))
  const wrong = left.filter(
    ({ fault, placed }) => !before.faults.includes(fault) || isOneOf(placed.path, asked),
  )
  if (wrong.length > 0) return { kind: 'refused', faults: wrong.map(({ placed }) => placed) }
  const changed = wanted.map((change) => ({
    change,
    path: change.path,
    from: wordsBefore(before, change.path),
    to: textAt(after.config, change.path) ?? 'taken out',
  }))
  // "60s" for "1m" says the same; it is known only now.
  const real = changed.filter(({ change, from, to }) => !isSame(change, from, to))
  if (real.length < changed.length) {
    const others = real.map(({ change }) => change)
    return prepareChange(sources, text, others, options)
  }
  const told = changed.map(({ path, from, to }) => ({ path, from, to }))
  const { text: edited, config } = after
  return { kind: 'prepared', text: edited, config, changed: told, left: left.map(({ placed }) => placed) }
}

/** One that is taken out of the file is another, though the value is the same. */
const isSame = ({ path, value }: SettingChange, from: string, to: string): boolean =>
  value !== null && webhookName(path) === null && from === to

/** What is wrong with a config file as it is, each at its setting. */
export function faultsOfFile(sources: ConfigSources, text: string | null): SettingFault[] {
  return text === null ? [] : stateOf(sources, text).wrong
}

type State = Resolved & { text: string | null; wrong: SettingFault[] }

function stateOf(sources: ConfigSources, text: string | null): State {
  const resolved = resolveWith(sources, text)
  const wrong = resolved.faults.map((fault) => placeFault(fault, configFileOf(sources), []))
  return { ...resolved, text, wrong }
}

const isWrongAt = ({ wrong }: State, path: SettingPath): boolean =>
  wrong.some((fault) => isSamePath(fault.path, path))

/** What is wrong is no value; it is told as the file has it. */
function wordsBefore(before: State, path: SettingPath): string {
  const isLost = webhookName(path) !== null && textAt(before.config, path) === NO_WEBHOOK
  if (isLost && isThere(before.text, path)) return 'wrong'
  if (!isWrongAt(before, path)) return textAt(before.config, path) ?? 'unknown'
  const written = JSON.stringify(valueIn(parseJsonc(before.text ?? '', '', []), path) ?? null)
  return `${written.length > LONG ? `${written.slice(0, LONG)}…` : written} (wrong)`
}

const LONG = 100

type Resolved = ReturnType<typeof checkConfig>

/** Only the file is another; one that was named by a flag may not be there yet. */
const resolveWith = (sources: ConfigSources, text: string | null): Resolved =>
  checkConfig({ ...sources, readConfigFile: () => text ?? '{}' })

function faultsOfText(text: string | null, file: string): SettingFault[] {
  const faults: string[] = []
  if (text !== null) parseJsonc(text, file, faults)
  return faults.map((fault) => ({
    path: [],
    message: `${fault}. Correct it in an editor first: nothing is changed in a file that cannot be read.`,
  }))
}

function mayNot(
  sources: ConfigSources,
  before: State,
  change: SettingChange,
  { atStart = false }: ChangeOptions,
): SettingFault[] {
  const { path } = change
  if (webhookName(path) !== null) return []
  const setting = findSetting(path)
  if (setting === null)
    return mends(sources, before, change)
      ? []
      : [{ path, message: `There is no setting "${settingName(path)}".` }]
  const given = setting.names && givenOutside(setting.names, sources)
  const why =
    setting.atStart && !(atStart && isWrongAt(before, path))
      ? 'This is decided where the server is started: by flag, variable, or in the file itself, and a restart.'
      : given && `This is given by ${given.source}, which goes before the config file.`
  return why === null ? [] : [{ path, message: why }]
}

/** Whether less is wrong once something that is no setting is taken out. */
function mends(sources: ConfigSources, { text, faults }: State, change: SettingChange): boolean {
  if (change.value !== null || !isInFile(text, change.path)) return false
  return applyChanges(sources, text, [change]).faults.length < faults.length
}

/** Whether there is anything to be taken out of the file. */
const isThere = (text: string | null, path: SettingPath): boolean =>
  webhookName(path) === null ? isInFile(text, path) : hasWebhook(parseJsonc(text ?? '', '', []), path)

type Applied = Resolved & { text: string }

/** One after the other: the place of a webhook in its list is known once those before it are changed. */
function applyChanges(
  sources: ConfigSources,
  text: string | null,
  changes: readonly SettingChange[],
): Applied {
  const edited = changes.reduce(
    (current, change) => editJsoncAll(current, editsFor(current, change)),
    text ?? '',
  )
  const resolved = resolveWith(sources, edited === '' ? null : edited)
  return { ...resolved, text: edited }
}

function editsFor(text: string, change: SettingChange): JsoncChange[] {
  const { path, value } = change
  if (webhookName(path) !== null) return webhookEdit(parseJsonc(text, '', []), change)
  // A webhook's value is no value of a setting: `mayNot` let none of these through.
  return [{ path, value: value === null ? undefined : (value as SettingValue) }]
}

/** `null` where it is no setting. */
function textAt(config: Config, path: SettingPath): string | null {
  if (webhookName(path) !== null) return webhookText(config, path)
  const setting = findSetting(path)
  return setting === null ? null : valueText(writeSetting(setting.kind, valueAt(config, path)))
}

/** Where on the page a fault belongs. A setting that is asked for goes before one that is only named by it. */
function placeFault(fault: string, file: string, asked: readonly SettingPath[]): SettingFault {
  const known = [...asked, ...SETTINGS.map(({ path }) => path).filter((path) => !isOneOf(path, asked))]
  for (const path of known) {
    const place = `${file}: ${placeOf(path)}`
    const rest = fault.startsWith(place) ? fault.slice(place.length) : ''
    const expected = /^[ :].*?expected (.*)$/s.exec(rest)?.[1]
    if (expected !== undefined) return { path, message: `Expected ${expected}.` }
  }
  return { path: [], message: fault }
}

const isOneOf = (path: SettingPath, paths: readonly SettingPath[]): boolean =>
  paths.some((other) => isSamePath(other, path))
