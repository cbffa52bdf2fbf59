import { type Command, type CommandInput, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { AppError, FAULT_EXIT_CODE } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { sourceWords, valueText } from '#lib/format/setting-words.ts'
import {
  type SettingChange,
  type SettingFault,
  type SettingsView,
  type ShownSetting,
  settingName,
} from '#lib/model/setting.ts'
import { type OpenSettings, openSettings } from '#lib/monitor.ts'
import { readTyped } from '#lib/settings/write-setting.ts'

export const settingsList: Command = {
  name: 'settings',
  usage: 'settings',
  summary: 'every setting, its value and where that comes from',
  arity: 0,
  options: { json: JSON_OPTION },
  mendsConfig: true,
  run: (input) =>
    withSettings(input, (settings) => {
      const view = settings.view(settings.by)
      if (input.options.json) printJson(view)
      else printView(view)
      if (view.fault === null) return 0
      warn(`The config file is not taken. ${view.fault}`)
      return FAULT_EXIT_CODE
    }),
}

function printView({ settings, faults, webhooks, file, digest }: SettingsView): void {
  print(heading('Settings'))
  for (const setting of settings) print(lineOf(setting, faults))
  for (const { name, format, maskedUrl } of webhooks)
    print(`webhook ${printable(name)}: ${format} to ${printable(maskedUrl)}`)
  print()
  print(`The config file is ${printable(file)}${digest === 'none' ? ', which is not there' : ''}.`)
}

/** Lines stay lines, whatever the file holds. */
const warn = (text: string): void =>
  void process.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`)

export const settingsSet: Command = {
  name: 'settings set',
  usage: 'settings set <name> <value>',
  summary:
    'write a setting to the config file, whose comments stay; a dashboard that runs goes by it at once',
  arity: 2,
  options: { json: JSON_OPTION },
  mendsConfig: true,
  run: (input) =>
    withSettings(input, (settings) => {
      const [name = '', text = ''] = input.arguments
      const setting = findByName(settings, name)
      return change(input, settings, { path: setting.path, value: readTyped(setting.kind, text) })
    }),
}

export const settingsUnset: Command = {
  name: 'settings unset',
  usage: 'settings unset <name>',
  summary: 'take a setting out of the config file, so that it is as it is by default',
  arity: 1,
  options: { json: JSON_OPTION },
  mendsConfig: true,
  run: (input) =>
    withSettings(input, (settings) => {
      const [name = ''] = input.arguments
      // What is no setting stands in the file by mistake, and is taken out where that mends it.
      const path = settings.find(name) ?? findByName(settings, name).path
      return change(input, settings, { path, value: null })
    }),
}

async function withSettings(
  { config, sources }: CommandInput,
  work: (settings: OpenSettings) => ExitCode,
): Promise<ExitCode> {
  const settings = openSettings(config, sources)
  try {
    return work(settings)
  } finally {
    settings.close()
  }
}

function findByName(settings: OpenSettings, name: string): ShownSetting {
  const found = settings.view(settings.by).settings.find(({ path }) => settingName(path) === name)
  if (found) return found
  throw new AppError(
    'usage',
    `There is no setting "${printable(name)}": expected one of those that "trinitas settings" lists.`,
  )
}

function change({ options }: CommandInput, settings: OpenSettings, asked: SettingChange): ExitCode {
  const outcome = settings.change(settings.by, null, [asked])
  if (outcome.kind === 'refused') throw new AppError('config_invalid', listOf(outcome.faults))
  if (options.json) printJson(outcome)
  else if (outcome.changed.length === 0) print(`${settingName(asked.path)} is so already.`)
  else
    for (const { path, from, to } of outcome.changed)
      print(`${printable(settingName(path))}: ${printable(from)} → ${printable(to)}`)
  if (outcome.left.length > 0)
    warn(`The config file is not taken before this is right too:\n${listOf(outcome.left)}`)
  return 0
}

const listOf = (faults: readonly SettingFault[]): string =>
  faults
    .map(({ path, message }) => (path.length === 0 ? message : `${settingName(path)}: ${message}`))
    .join('\n')

function lineOf(
  { path, value, source, afterRestart }: ShownSetting,
  faults: readonly SettingFault[],
): string {
  const name = settingName(path)
  const wrong = faults.find((fault) => settingName(fault.path) === name)
  if (wrong)
    return `${name} = ${printable(valueText(value))} (the config file is wrong here: ${printable(wrong.message)})`
  const later = afterRestart === null ? '' : `; ${printable(valueText(afterRestart))} after a restart`
  return `${name} = ${printable(valueText(value))} (${sourceWords(source)}${later})`
}
