import { type Config, type ConfigSources, checkConfig, configFileOf, givenOutside } from '#lib/config.ts'
import { valueText } from '#lib/format/setting-words.ts'
import type { SettingChange, SettingFault, SettingPath, SettingValue } from '#lib/model/setting.ts'
import { settingName } from '#lib/model/setting.ts'
import { findSetting, isSamePath, placeOf, SETTINGS, valueAt } from './describe-settings.ts'
import { editJsoncAll, type JsoncChange } from './edit-jsonc.ts'
import { parseJsonc } from './parse-config-file.ts'
import { NO_WEBHOOK, webhookEdit, webhookName, webhookText } from './webhook-change.ts'
import { writeSetting } from './write-setting.ts'

/** What stands in for an address in lists and in the audit. */
export type ChangedSetting = { path: SettingPath; from: string; to: string }

export type PreparedChange =
  | { kind: 'refused'; faults: SettingFault[] }
  | { kind: 'prepared'; text: string; config: Config; changed: ChangedSetting[] }

/**
 * What the config file would say with these changes, and whether it may: all of it must hold together. What is so already
 * is left out. `text` is `null` where there is no file.
 */
export function prepareChange(
  sources: ConfigSources,
  text: string | null,
  changes: readonly SettingChange[],
): PreparedChange {
  const file = configFileOf(sources)
  const refused = [...faultsOfFile(text, file), ...changes.flatMap((change) => mayNot(sources, change))]
  if (refused.length > 0) return { kind: 'refused', faults: refused }
  const before = resolveWith(sources, text)
  const wanted = changes.filter(({ path, value }) => value !== null || isThere(before.config, text, path))
  const after = applyChanges(sources, text, wanted)
  if (after.faults.length > 0)
    return { kind: 'refused', faults: after.faults.map((fault) => placeFault(fault, file, wanted)) }
  const changed = wanted.map((change) => ({
    change,
    path: change.path,
    from: textAt(before.config, change.path),
    to: textAt(after.config, change.path),
  }))
  // "60s" for "1m" says the same; it is known only now.
  const real = changed.filter(({ change, from, to }) => !isSame(before, change, from, to))
  if (real.length < changed.length)
    return prepareChange(
      sources,
      text,
      real.map(({ change }) => change),
    )
  const told = changed.map(({ path, from, to }) => ({ path, from, to }))
  return { kind: 'prepared', text: after.text, config: after.config, changed: told }
}

/** One that is taken out of the file is another, though the value is the same. */
const isSame = ({ faults }: Resolved, { path, value }: SettingChange, from: string, to: string): boolean =>
  faults.length === 0 && value !== null && webhookName(path) === null && from === to

type Resolved = ReturnType<typeof checkConfig>

/** Only the file is another; one that was named by a flag may not be there yet. */
const resolveWith = (sources: ConfigSources, text: string | null): Resolved =>
  checkConfig({ ...sources, readConfigFile: () => text ?? '{}' })

function faultsOfFile(text: string | null, file: string): SettingFault[] {
  const faults: string[] = []
  if (text !== null && text.trim() !== '') parseJsonc(text, file, faults)
  return faults.map((fault) => ({
    path: [],
    message: `${fault}. Correct it in an editor first: nothing is changed in a file that cannot be read.`,
  }))
}

function mayNot(sources: ConfigSources, { path }: SettingChange): SettingFault[] {
  if (webhookName(path) !== null) return []
  const setting = findSetting(path)
  if (setting === null) return [{ path, message: `There is no setting "${settingName(path)}".` }]
  const given = setting.names && givenOutside(setting.names, sources)
  const why = setting.atStart
    ? 'This is decided where the server is started: by flag, variable, or in the file itself, and a restart.'
    : given && `This is given by ${given.source}, which goes before the config file.`
  return why === null ? [] : [{ path, message: why }]
}

/** Whether there is anything to be taken out of the file. */
const isThere = (config: Config, text: string | null, path: SettingPath): boolean =>
  webhookName(path) === null ? isInFile(text, path) : textAt(config, path) !== NO_WEBHOOK

/** Whether the file itself says something of it. */
export function isInFile(text: string | null, path: SettingPath): boolean {
  const content = text === null ? {} : parseJsonc(text, '', [])
  return path.every((_, at) => Object.hasOwn(objectAt(content, path.slice(0, at)), path[at] ?? ''))
}

const objectAt = (content: unknown, path: SettingPath): object =>
  path.reduce<object>((value, name) => asObject(new Map(Object.entries(value)).get(name)), asObject(content))

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})

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

function textAt(config: Config, path: SettingPath): string {
  if (webhookName(path) !== null) return webhookText(config, path)
  const setting = findSetting(path)
  return setting === null ? '' : valueText(writeSetting(setting.kind, valueAt(config, path)))
}

/** Where on the page a fault belongs. A setting that is asked for goes before one that is only named by it. */
function placeFault(fault: string, file: string, changes: readonly SettingChange[]): SettingFault {
  const asked = changes.map(({ path }) => path)
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
